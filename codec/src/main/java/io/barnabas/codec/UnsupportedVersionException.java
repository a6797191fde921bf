package io.barnabas.codec;

/**
 * A message version that is not known, or that cannot carry what the message holds. No stack trace:
 * a peer can cause it.
 */
public final class UnsupportedVersionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnsupportedVersionException(String message) {
    super(message, null, false, false);
  }

  /** The version is outside of what the message's specification knows. */
  public static UnsupportedVersionException ofMessage(String message, short version) {
    return new UnsupportedVersionException(message + " has no version " + version);
  }

  /** The field holds a value that the version has no way to express. */
  public static UnsupportedVersionException ofField(String field, short version) {
    return new UnsupportedVersionException(
        "Version " + version + " cannot carry the value of " + field);
  }
}

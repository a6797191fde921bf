package io.barnabas.storage.clean;

/** The log went away, changed, or the broker stops: whatever was under way is given up. */
final class CleaningStopped extends Exception {
  private static final long serialVersionUID = 1;

  CleaningStopped(String reason) {
    super(reason, null, false, false);
  }
}

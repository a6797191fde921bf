package io.barnabas.metadata.config;

/**
 * Why configs are not permitted.
 *
 * @param ofRequest whether the request is wrong as such, not only a value in it; clients are told
 *     by different codes
 * @param message for the client as it is
 */
public record ConfigComplaint(boolean ofRequest, String message) {
  public static ConfigComplaint ofRequest(String message) {
    return new ConfigComplaint(true, message);
  }

  public static ConfigComplaint ofValue(String message) {
    return new ConfigComplaint(false, message);
  }
}

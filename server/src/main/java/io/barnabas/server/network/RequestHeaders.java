package io.barnabas.server.network;

/** What is known of request headers before their version is. */
final class RequestHeaders {
  /** API key, API version and correlation id, which every header begins with. */
  static final int LEAST_BYTES = 8;

  private RequestHeaders() {}
}

package io.barnabas.server.api.produce;

import io.barnabas.codec.ErrorCode;

/** Why records were refused before they reached the log. */
record Refusal(ErrorCode error, String message) {
  static Refusal invalid(String message) {
    return new Refusal(ErrorCode.INVALID_RECORD, message);
  }

  static Refusal unsupportedCompression(String message) {
    return new Refusal(ErrorCode.UNSUPPORTED_COMPRESSION_TYPE, message);
  }
}

package io.barnabas.server.network;

import io.netty.buffer.ByteBuf;

/** What is known of request headers before their version is. */
final class RequestHeaders {
  /** API key, API version and correlation id, which every header begins with. */
  static final int LEAST_BYTES = 8;

  private RequestHeaders() {}

  /** The version a frame asks for; -1 where it is too short to say. */
  static short version(ByteBuf frame) {
    return frame.readableBytes() < LEAST_BYTES
        ? -1
        : frame.getShort(frame.readerIndex() + Short.BYTES);
  }

  /** The API key a frame begins with; -1, which is nobody's, for one that is too short for it. */
  static short key(ByteBuf frame) {
    return frame.readableBytes() < Short.BYTES ? -1 : frame.getShort(frame.readerIndex());
  }
}

package io.barnabas.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * What a page answers.
 *
 * @param status the HTTP status
 * @param content one reference passes to whoever sends it
 */
public record HttpAnswer(int status, String contentType, ByteBuf content) {

  /** Words in JSON. */
  public static HttpAnswer json(int status, String json) {
    return text(status, "application/json", json);
  }

  /** One line for people. */
  public static HttpAnswer plain(int status, String line) {
    return text(status, "text/plain; charset=utf-8", line + "\n");
  }

  private static HttpAnswer text(int status, String type, String text) {
    return new HttpAnswer(
        status, type, Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
  }
}

package io.barnabas.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a page answers.
 *
 * @param status the HTTP status
 * @param encoding how content and rest are compressed; null if they are not
 * @param content one reference passes to whoever sends it
 * @param rest what comes behind the content; null where that is all
 */
public record HttpAnswer(
    int status,
    String contentType,
    @Nullable String encoding,
    ByteBuf content,
    @Nullable HttpPieces rest) {

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
        status, type, null, Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)), null);
  }
}

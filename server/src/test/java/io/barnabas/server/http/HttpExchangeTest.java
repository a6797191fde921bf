package io.barnabas.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HttpExchangeTest {
  private static final String REQUEST = "GET /page HTTP/1.1\r\nHost: here\r\n\r\n";

  private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          new HttpServerCodec(),
          new HttpObjectAggregator(1000),
          new HttpExchange(Map.of("/page", () -> answer), 10));

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private void send(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
  }

  private void pass(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runPendingTasks();
  }

  @Test
  void shouldNotWaitForWhoSendsAByteNowAndThen() {
    channel.freezeTime();
    pass(1);
    for (int i = 0; i < 8; i++) {
      send(REQUEST.substring(i, i + 1));
      pass(1);
      assertTrue(channel.isOpen());
    }
    pass(1);

    // Its time began before time was stopped.
    assertFalse(channel.isOpen());
  }

  @Test
  void shouldWaitForThePageAndThenForTheNextRequest() {
    channel.freezeTime();
    send(REQUEST);
    pass(100);
    assertTrue(channel.isOpen(), "it is we who take their time");

    answer.complete(HttpAnswer.plain(200, "well"));
    pass(0);
    pass(9);
    ByteBuf told = channel.readOutbound();
    assertTrue(told.toString(StandardCharsets.US_ASCII).startsWith("HTTP/1.1 200 OK"));
    told.release();
    assertTrue(channel.isOpen());
    pass(1);
    assertFalse(channel.isOpen());
    assertEquals(0, answer.join().content().refCnt());
  }
}

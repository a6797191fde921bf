package io.barnabas.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HttpExchangeTest {
  private static final String REQUEST = "GET /page HTTP/1.1\r\nHost: here\r\n\r\n";

  private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
  private EmbeddedChannel channel = channel(10);

  private EmbeddedChannel channel(int patienceSeconds) {
    return new EmbeddedChannel(
        new HttpServerCodec(),
        new HttpObjectAggregator(1000),
        new HttpExchange(Map.of("/page", asked -> answer), patienceSeconds));
  }

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

  /** A client's kernel that takes nothing until it is told to. */
  private static final class Full extends ChannelOutboundHandlerAdapter {
    private final Deque<ChannelPromise> waiting = new ArrayDeque<>();

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      ReferenceCountUtil.release(message);
      waiting.add(promise);
    }
  }

  @Test
  void shouldNotAnswerAgainBeforeAnAnswerIsTaken() {
    Full full = new Full();
    channel.pipeline().addFirst(full);

    send(REQUEST.replace("page", "nowhere"));
    full.waiting.remove().setSuccess();
    send(REQUEST.replace("page", "nowhere"));
    assertEquals(1, full.waiting.size(), "one taken, and another one made");
    assertTrue(channel.isOpen());

    send(REQUEST.replace("page", "nowhere"));
    assertEquals(1, full.waiting.size());
    assertFalse(channel.isOpen());
  }

  @Test
  void shouldNotAnswerAgainBeforeAPageIsTaken() {
    Full full = new Full();
    channel.pipeline().addFirst(full);
    answer.complete(HttpAnswer.plain(200, "well"));

    send(REQUEST);
    channel.runPendingTasks();
    send(REQUEST);
    channel.runPendingTasks();

    assertEquals(1, full.waiting.size());
    assertFalse(channel.isOpen());
  }

  private final Deque<CompletableFuture<@Nullable ByteBuf>> asked = new ArrayDeque<>();

  private int closed;

  private HttpPieces pieces() {
    return new HttpPieces() {
      @Override
      public CompletionStage<@Nullable ByteBuf> next() {
        assertEquals(0, closed);
        CompletableFuture<@Nullable ByteBuf> next = new CompletableFuture<>();
        asked.add(next);
        return next;
      }

      @Override
      public void close() {
        closed++;
      }
    };
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }

  private String written() {
    StringBuilder all = new StringBuilder();
    for (ByteBuf each = channel.readOutbound(); each != null; each = channel.readOutbound()) {
      all.append(each.toString(StandardCharsets.US_ASCII));
      each.release();
    }
    return all.toString();
  }

  private void begin(String request) {
    send(request);
    answer.complete(new HttpAnswer(200, "text/x", "gzip", bytes("first"), pieces()));
    channel.runPendingTasks();
  }

  @Test
  void shouldSendALongAnswerInPiecesAndAskForOneAtATime() {
    begin(REQUEST);
    String head = written();
    assertTrue(head.contains("transfer-encoding: chunked"), head);
    assertTrue(head.contains("content-encoding: gzip"), head);
    assertTrue(head.endsWith("\r\n5\r\nfirst\r\n"), head);

    assertEquals(1, asked.size());
    asked.remove().complete(bytes("second"));
    channel.runPendingTasks();
    assertEquals("6\r\nsecond\r\n", written());

    assertEquals(1, asked.size());
    asked.remove().complete(null);
    channel.runPendingTasks();
    assertEquals("0\r\n\r\n", written());
    assertTrue(channel.isOpen());
    assertEquals(0, asked.size());
    assertEquals(1, closed);
  }

  @Test
  void shouldEndTheConnectionWhereALongAnswerCannotBeMadeToItsEnd() {
    begin(REQUEST);
    asked.remove().completeExceptionally(new IllegalStateException("broken"));
    channel.runPendingTasks();
    assertFalse(channel.isOpen());
    assertFalse(written().endsWith("0\r\n\r\n"), "nobody may take it for whole");
    assertEquals(1, closed);
  }

  @Test
  void shouldNotWaitLongForWhoTakesNoPieces() {
    close();
    channel = channel(75);
    Full full = new Full();
    channel.pipeline().addFirst(full);
    channel.freezeTime();
    begin(REQUEST);
    asked.remove().complete(bytes("second"));
    pass(0);
    pass(9);
    assertTrue(channel.isOpen());
    for (int left = full.waiting.size(); left > 0; left--) {
      full.waiting.remove().setSuccess();
    }
    asked.remove().complete(bytes("third"));
    pass(0);
    pass(9);
    assertTrue(channel.isOpen(), "the second is another piece");

    pass(1);
    assertFalse(channel.isOpen());
    for (int left = full.waiting.size(); left > 0; left--) {
      full.waiting.remove().setFailure(new ClosedChannelException());
    }
    assertEquals(1, closed);
  }

  @Test
  void shouldMakeNothingMoreForWhoHasLeft() {
    begin(REQUEST);
    channel.close();
    ByteBuf late = bytes("late");
    asked.remove().complete(late);
    channel.runPendingTasks();
    assertEquals(0, late.refCnt());
    assertEquals(0, asked.size());
    assertEquals(1, closed);
  }

  @Test
  void shouldEndALongAnswerOfAnOldClientWithTheConnection() {
    begin("GET /page HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    asked.remove().complete(null);
    channel.runPendingTasks();
    String all = written();
    assertFalse(all.contains("chunked"), all);
    assertTrue(all.endsWith("\r\n\r\nfirst"), all);
    assertFalse(channel.isOpen());
  }

  @Test
  void shouldTellOnlyTheHeadToWhoAsksForThat() {
    begin(REQUEST.replace("GET", "HEAD"));
    assertTrue(written().endsWith("\r\n\r\n"));
    assertEquals(0, asked.size());
    assertEquals(1, closed);
    assertTrue(channel.isOpen());
  }

  @Test
  void shouldCompressOnlyForWhoTakesIt() {
    for (String yes : List.of("gzip", "deflate, gzip;q=0.5", "GZIP , br", "gzip;q=0.01")) {
      assertTrue(takesGzip(yes), yes);
    }
    for (String no : List.of("", "identity", "gzip;q=0", "gzip; q=0.000", "deflate, br", "*;q=0")) {
      assertFalse(takesGzip(no), no);
    }
    assertFalse(HttpAsked.of(Map.of(), new DefaultHttpHeaders()).takesGzip());
  }

  private static boolean takesGzip(String acceptEncoding) {
    return HttpAsked.of(Map.of(), new DefaultHttpHeaders().set("accept-encoding", acceptEncoding))
        .takesGzip();
  }
}

package io.barnabas.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of one connection. Whoever sends the next before the answer is made and
 * taken is disconnected.
 */
final class HttpExchange extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);

  private final Map<String, HttpPage> pages;
  private final int patienceSeconds;
  private boolean busy;

  /** Otherwise the end of the connection is that of an answer of unknown length. */
  private boolean chunked;

  private @Nullable Future<?> deadline;

  /**
   * A connection.
   *
   * @param patienceSeconds within which a whole request must have come, from the beginning or the
   *     last answer on, and that answer been taken: who sends a byte now and then is not waited for
   */
  HttpExchange(Map<String, HttpPage> pages, int patienceSeconds) {
    this.pages = pages;
    this.patienceSeconds = patienceSeconds;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    beginWait(context);
    context.fireChannelActive();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    endWait();
    context.fireChannelInactive();
  }

  private void beginWait(ChannelHandlerContext context) {
    endWait();
    deadline =
        context.executor().schedule(() -> context.close(), patienceSeconds, TimeUnit.SECONDS);
  }

  private void endWait() {
    Future<?> waiting = deadline;
    deadline = null;
    if (waiting != null) {
      waiting.cancel(false);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    boolean keepAlive = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
    boolean head = HttpMethod.HEAD.equals(request.method());
    if (busy) {
      context.close(); // Pipelining, which nobody who watches a broker does.
      return;
    }
    busy = true;
    endWait();
    if (!request.decoderResult().isSuccess()) {
      send(context, HttpAnswer.plain(400, "not understood"), false, false);
      return;
    }
    QueryStringDecoder address = new QueryStringDecoder(request.uri());
    HttpPage page = pages.get(address.path());
    if (page == null) {
      send(context, HttpAnswer.plain(404, "there are " + pages.keySet()), keepAlive, head);
      return;
    }
    boolean telling = head || HttpMethod.GET.equals(request.method());
    if (!telling && request.headers().contains(HttpHeaderNames.ORIGIN)) {
      send(context, HttpAnswer.plain(403, "not for pages in a browser"), keepAlive, false);
      return;
    }
    chunked = request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    boolean stays = keepAlive && chunked;
    var unused =
        (telling
                ? page.get(HttpAsked.of(address.parameters(), request.headers()))
                : page.change(request.method().name(), address.parameters()))
            .whenComplete(
                (answer, failure) -> hop(context, answerOr(failure, answer), stays, head));
  }

  private static HttpAnswer answerOr(Throwable failure, HttpAnswer answer) {
    if (failure == null) {
      return answer;
    }
    LOG.error("A page could not be made", failure);
    return HttpAnswer.plain(500, "an internal error");
  }

  private void hop(
      ChannelHandlerContext context, HttpAnswer answer, boolean keepAlive, boolean head) {
    try {
      context.executor().execute(() -> send(context, answer, keepAlive, head));
    } catch (RejectedExecutionException stopped) {
      ReferenceCountUtil.release(answer.content());
    }
  }

  private void send(
      ChannelHandlerContext context, HttpAnswer answer, boolean keepAlive, boolean head) {
    beginWait(context);
    HttpPieces rest = answer.rest();
    HttpResponse response = rest == null ? whole(answer, head) : begun(answer);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    if (answer.encoding() != null) {
      response.headers().set(HttpHeaderNames.CONTENT_ENCODING, answer.encoding());
    }
    HttpUtil.setKeepAlive(response, keepAlive);
    if (rest == null) {
      sent(context, context.writeAndFlush(response), keepAlive);
      return;
    }
    context.write(response);
    if (head) {
      answer.content().release();
      rest.close();
      sent(context, context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT), keepAlive);
      return;
    }
    new PieceSender(context, rest, last -> sent(context, last, keepAlive))
        .follow(context.writeAndFlush(new DefaultHttpContent(answer.content())));
  }

  private static HttpResponse whole(HttpAnswer answer, boolean head) {
    int bytes = answer.content().readableBytes();
    if (head) {
      answer.content().release();
    }
    HttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            head ? Unpooled.EMPTY_BUFFER : answer.content());
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, bytes);
    return response;
  }

  private HttpResponse begun(HttpAnswer answer) {
    HttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
    if (chunked) {
      response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    return response;
  }

  private void sent(ChannelHandlerContext context, ChannelFuture written, boolean keepAlive) {
    if (!keepAlive) {
      written.addListener(ChannelFutureListener.CLOSE);
      return;
    }
    // Or the answers of somebody who asks and takes none would pile up here.
    written.addListener(
        taken -> {
          if (taken.isSuccess()) {
            busy = false;
            beginWait(context);
          }
        });
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("An HTTP connection broke", cause);
    context.close();
  }
}

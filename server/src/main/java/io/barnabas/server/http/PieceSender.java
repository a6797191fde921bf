package io.barnabas.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the rest of an answer as it is taken: while one piece is on its way the next is made, and
 * no more than these two are in memory. One use, on the event loop.
 */
final class PieceSender {
  private static final Logger LOG = LoggerFactory.getLogger(PieceSender.class);

  /**
   * Within which each piece must have been taken when the next is there: there are few senders, and
   * others wait for one. Prometheus waits as long for all of a page.
   */
  private static final int PATIENCE_SECONDS = 10;

  private final ChannelHandlerContext context;
  private final HttpPieces pieces;
  private final Consumer<ChannelFuture> onLast;

  /**
   * To be begun.
   *
   * @param onLast told of the last write; not called where something breaks, which ends the
   *     connection: whoever reads notices that the answer is not whole
   */
  PieceSender(ChannelHandlerContext context, HttpPieces pieces, Consumer<ChannelFuture> onLast) {
    this.context = context;
    this.pieces = pieces;
    this.onLast = onLast;
  }

  /** Sends what comes behind this. */
  void follow(ChannelFuture before) {
    var unused =
        pieces
            .next()
            .whenComplete(
                (piece, failure) -> {
                  try {
                    context.executor().execute(() -> made(piece, failure, before));
                  } catch (RejectedExecutionException stopped) {
                    ReferenceCountUtil.release(piece);
                  }
                });
  }

  private void made(@Nullable ByteBuf piece, @Nullable Throwable failure, ChannelFuture before) {
    if (failure != null) {
      LOG.warn("A page could not be made to its end: {}", failure.toString());
      pieces.close();
      context.close();
      return;
    }
    Future<?> patience = before.isDone() ? null : endLater();
    before.addListener(
        sent -> {
          if (patience != null) {
            patience.cancel(false);
          }
          if (!sent.isSuccess() || !context.channel().isActive()) {
            ReferenceCountUtil.release(piece);
            pieces.close();
          } else if (piece == null) {
            pieces.close();
            onLast.accept(context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
          } else {
            follow(context.writeAndFlush(new DefaultHttpContent(piece)));
          }
        });
  }

  private Future<?> endLater() {
    return context.executor().schedule(() -> context.close(), PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}

package io.barnabas.server.metrics.prometheus;

import io.barnabas.server.http.HttpPieces;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A page, made while it is sent: what is read later is newer. */
final class PagePieces implements HttpPieces {
  /** So many bytes are worth sending. */
  private static final int PIECE = 64 << 10;

  private final Iterator<PageStep> steps;
  private final PageForm form;
  private final AsciiBuffer out;
  private final Executor executor;
  private final Runnable onClose;
  private boolean ended;

  /**
   * In front of the first piece.
   *
   * @param out to work with
   * @param executor runs one task at a time
   * @param onClose told when nobody asks for pieces any more
   */
  PagePieces(
      Collection<FamilyText> families,
      PageForm form,
      AsciiBuffer out,
      Executor executor,
      Runnable onClose) {
    this.onClose = onClose;
    this.steps = PageStep.of(families).iterator();
    this.form = form;
    this.out = out;
    this.executor = executor;
  }

  @Override
  public CompletionStage<@Nullable ByteBuf> next() {
    try {
      return CompletableFuture.supplyAsync(() -> ended ? null : make(), executor);
    } catch (RejectedExecutionException stopped) {
      return CompletableFuture.failedStage(stopped);
    }
  }

  @Override
  public void close() {
    onClose.run();
  }

  /** Makes the next piece, if there is one. */
  ByteBuf make() {
    out.clear();
    while (steps.hasNext() && out.size() < PIECE) {
      form.write(steps.next(), out);
    }
    if (!steps.hasNext()) {
      form.end(out);
      ended = true;
    }
    return ByteBufAllocator.DEFAULT.ioBuffer(out.size()).writeBytes(out.array(), 0, out.size());
  }

  /** Whether the piece made last was the last. */
  boolean ended() {
    return ended;
  }
}

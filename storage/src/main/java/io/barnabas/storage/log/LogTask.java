package io.barnabas.storage.log;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Something that changes a log; the owner of its {@link TaskQueue} does one after the other. */
sealed interface LogTask {

  /**
   * Batches to append. Owns one reference of the buffer.
   *
   * @param context null for a follower, whose batches are taken as they are
   * @param logAppendTimeMs the time given to all records; -1 where they keep their own
   * @param rewritten whether they are not as they came
   */
  record Append(
      ByteBuf batches,
      @Nullable AppendContext context,
      long logAppendTimeMs,
      boolean rewritten,
      CompletableFuture<AppendOutcome> outcome)
      implements LogTask {}

  /** Short work in memory; whoever owns the log does it. */
  record Quick(Runnable action) implements LogTask {}

  /** Anything else; run alone, on the executor. */
  record Exclusive(Runnable action) implements LogTask {}

  /**
   * A turn for somebody who does not do his work at once: nothing of the log is changed by others
   * until what the owner is given has been run, by any thread.
   */
  record Held(Consumer<Runnable> owner) implements LogTask {}
}

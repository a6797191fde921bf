package io.barnabas.coordinator;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a decision wants to happen, as values: records to append, replies to release once they are
 * committed, timers to set. Rules fill it and do nothing else to the world; the runtime carries it
 * out. One per decision, used by one thread.
 *
 * @param <R> the shard's record type
 */
public final class Effects<R> {
  private final long nowMs;
  private final ToIntFunction<R> sizeInBytes;
  private final int bytesMax;
  private final List<R> records = new ArrayList<>();
  private final List<Reply<?>> replies = new ArrayList<>();
  private final List<Timer> timers = new ArrayList<>();

  /**
   * @param nowMs wall-clock time of the decision, milliseconds since the epoch
   * @param sizeInBytes an upper bound of what a record takes in a batch
   * @param bytesMax what the records of one batch may take together
   */
  public Effects(long nowMs, ToIntFunction<R> sizeInBytes, int bytesMax) {
    this.nowMs = nowMs;
    this.sizeInBytes = sizeInBytes;
    this.bytesMax = bytesMax;
  }

  public long nowMs() {
    return nowMs;
  }

  /**
   * Whether the records can be appended as one batch. Records that do not fit must not be appended.
   */
  public boolean fits(Collection<R> batch) {
    long bytes = 0;
    for (R entry : batch) {
      bytes += sizeInBytes.applyAsInt(entry);
    }
    return bytes <= bytesMax;
  }

  public void append(R entry) {
    records.add(entry);
  }

  /** Answers a request; the reply is released when everything decided up to now is committed. */
  public <T> void reply(ReplyToken<T> token, T value) {
    token.markAnswered();
    replies.add(new Reply<>(token, value));
  }

  /** Sets the timer of this key, replacing an earlier one. Keys need value equality. */
  public void schedule(Object key, long delayMs) {
    timers.add(new Timer(key, delayMs));
  }

  /** Drops the timer of this key, if there is one. */
  public void cancel(Object key) {
    timers.add(new Timer(key, null));
  }

  public List<R> records() {
    return records;
  }

  public List<Reply<?>> replies() {
    return replies;
  }

  public List<Timer> timers() {
    return timers;
  }

  /** An answered request. */
  public record Reply<T>(ReplyToken<T> token, T value) {
    void release() {
      if (!token.released()) {
        token.release(value);
      }
    }
  }

  /** A timer to set, or to drop if there is no delay. */
  public record Timer(Object key, @Nullable Long delayMs) {}
}

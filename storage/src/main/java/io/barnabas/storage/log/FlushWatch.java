package io.barnabas.storage.log;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Tells somebody how long each flush of a log took. Any thread. */
final class FlushWatch {
  private final LongSupplier nanoTime;
  private volatile LongConsumer listener = tookNanos -> {};

  FlushWatch(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Sets the one listener; called by the thread that flushed, must not take long. */
  void setListener(LongConsumer changed) {
    listener = changed;
  }

  long begin() {
    return nanoTime.getAsLong();
  }

  void end(long began) {
    listener.accept(nanoTime.getAsLong() - began);
  }
}

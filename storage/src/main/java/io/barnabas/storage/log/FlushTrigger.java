package io.barnabas.storage.log;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for a sync in the background ahead of the regular round: after so many bytes, or when {@code
 * flush.ms} is over. Told of writes by the log's owner.
 */
final class FlushTrigger {
  private static final Logger LOG = LoggerFactory.getLogger(FlushTrigger.class);

  private final LogState log;
  private final LogFlusher flusher;
  private final Runnable beforeFlush;
  private final AtomicBoolean asked = new AtomicBoolean();
  private final AtomicBoolean timed = new AtomicBoolean();
  private long bytes;

  FlushTrigger(LogState log, LogFlusher flusher, Runnable beforeFlush) {
    this.log = log;
    this.flusher = flusher;
    this.beforeFlush = beforeFlush;
  }

  void onWritten(long written) {
    bytes += written;
    if (bytes >= log.context().flushBytes()) {
      bytes = 0;
      ask();
    }
    long flushMs = log.config().flushMs();
    if (flushMs < Long.MAX_VALUE && timed.compareAndSet(false, true)) {
      try {
        var unused =
            log.context().scheduler().schedule(this::onTime, flushMs, TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        timed.set(false);
      }
    }
  }

  private void onTime() {
    timed.set(false);
    ask();
  }

  private void ask() {
    if (asked.compareAndSet(false, true)) {
      try {
        log.context().executor().execute(this::flush);
      } catch (RejectedExecutionException e) {
        // The broker is stopping, and syncs everything then.
        asked.set(false);
      }
    }
  }

  private void flush() {
    // First, so that what is written from now on can ask again.
    asked.set(false);
    beforeFlush.run();
    try {
      flusher.flush();
    } catch (IOException e) {
      LOG.debug("{} was not flushed: {}", log.id(), e.toString());
    }
  }
}

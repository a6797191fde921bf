package io.barnabas.storage.log;

import io.barnabas.storage.log.LogTask.Exclusive;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off the zeros that {@link RoomAhead} keeps behind fast appends once these pause: whoever
 * looks into the files of a broker that runs, with Apache Kafka's tools say, finds batches alone.
 * By the log's owner.
 */
final class RoomReturn {
  /** Without an append. */
  static final long PAUSE_MS = 100;

  private static final Logger LOG = LoggerFactory.getLogger(RoomReturn.class);

  private final LogState log;
  private final Consumer<LogTask> tasks;
  private final WritePace pace;
  private boolean looking;
  private long seenEnd;

  RoomReturn(LogState log, Consumer<LogTask> tasks) {
    this.log = log;
    this.tasks = tasks;
    this.pace = new WritePace(log.context().syncs()::nanoTime);
  }

  /** By which room is made. */
  WritePace pace() {
    return pace;
  }

  /** There is room behind the batches now. */
  void roomMade() {
    if (!looking) {
      lookLater();
    }
  }

  private void lookLater() {
    seenEnd = log.end().offset();
    try {
      log.context()
          .scheduler()
          .schedule(() -> tasks.accept(new Exclusive(this::look)), PAUSE_MS, TimeUnit.MILLISECONDS);
      looking = true;
    } catch (RejectedExecutionException e) {
      LOG.debug("{} keeps its room until it is closed", log.id());
    }
  }

  private void look() {
    looking = false;
    if (log.unavailable() != null) {
      return;
    }
    Segment active = log.segments().last();
    if (active.roomEnd() <= active.size()) {
      return;
    }
    if (log.end().offset() != seenEnd) {
      lookLater();
      return;
    }
    pace.paused();
    try {
      SegmentRoller.trim(log.context(), active);
    } catch (IOException e) {
      log.context().health().fail("cutting " + active.file() + ": " + e);
    }
  }
}

package io.barnabas.coordinator.simulation;

import io.barnabas.codec.Uuid;
import io.barnabas.coordinator.CoordinatorLog;
import io.barnabas.coordinator.CoordinatorLogException;
import io.barnabas.coordinator.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A partition in memory, whose appends take a while, fail now and then, and whose tail can be lost. */
public final class SimLog implements CoordinatorLog {
  private final SimWorld world;
  private final List<Entry> entries = new ArrayList<>();
  private double failureRate;
  private int epoch;
  private long compactedBelow;
  private long replayedFrom = -1;
  private int appendCount;
  private boolean stuck;

  /** A record and the leader epoch it was written in. */
  public record Entry(LogRecord content, int leaderEpoch) {}

  private final List<Runnable> held = new ArrayList<>();

  public SimLog(SimWorld world) {
    this.world = world;
  }

  public void failureRate(double rate) {
    failureRate = rate;
  }

  /** Refuses what earlier leaders still send. */
  public void newLeader(int leaderEpoch) {
    epoch = leaderEpoch;
  }

  /** Appends neither succeed nor fail until it is not stuck any more. */
  public void stuck(boolean isStuck) {
    stuck = isStuck;
    if (!isStuck) {
      held.forEach(append -> world.afterMs(world.random().nextInt(20), append));
      held.clear();
    }
  }

  public void compactedBelow(long offset) {
    compactedBelow = offset;
  }

  public int appendCount() {
    return appendCount;
  }

  /** Where the last replay began. */
  public long replayedFrom() {
    return replayedFrom;
  }

  public void replayedFrom(long offset) {
    replayedFrom = offset;
  }

  public List<Entry> entries() {
    return entries;
  }

  /** A power loss: only so many records are left. */
  public void truncateTo(int count) {
    entries.subList(count, entries.size()).clear();
  }

  @Override
  public Uuid topicId() {
    return new Uuid(1, 2);
  }

  @Override
  public Bounds bounds() {
    return new Bounds(0, entries.size(), compactedBelow);
  }

  @Override
  public int leaderEpochAt(long offset) {
    return offset < entries.size() ? entries.get((int) offset).leaderEpoch() : -1;
  }

  @Override
  public CompletionStage<Long> append(List<LogRecord> records, int leaderEpoch) {
    appendCount++;
    List<LogRecord> batch = List.copyOf(records);
    CompletableFuture<Long> done = new CompletableFuture<>();
    boolean fails = world.random().nextDouble() < failureRate;
    Runnable append =
        () -> {
          if (fails || leaderEpoch < epoch) {
            done.completeExceptionally(new CoordinatorLogException("simulated failure"));
          } else {
            batch.forEach(content -> entries.add(new Entry(content, leaderEpoch)));
            done.complete(entries.size() - 1L);
          }
        };
    if (stuck) {
      held.add(append);
    } else {
      world.afterMs(world.random().nextInt(20), append);
    }
    return done;
  }

  @Override
  public int batchBytesMax() {
    return 1 << 20;
  }

  @Override
  public void replay(long fromOffset, RecordVisitor visitor) {
    replayedFrom = fromOffset;
    for (int offset = (int) fromOffset; offset < entries.size(); offset++) {
      visitor.visit(offset, entries.get(offset).leaderEpoch(), entries.get(offset).content());
    }
  }
}

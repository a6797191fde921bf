package io.barnabas.storage.log;

import io.barnabas.storage.clean.CleanableLog;
import io.barnabas.storage.clean.LastBatch;
import io.barnabas.storage.clean.Replacement;
import io.barnabas.storage.clean.SealedSegment;
import io.barnabas.storage.index.AbortedTransaction;
import io.barnabas.storage.log.LogTask.Quick;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Shows a log to its cleaner. Any thread. */
final class Compaction implements CleanableLog {
  private final LoadedLog log;
  private final LogState state;
  private volatile boolean paused;
  private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

  Compaction(LoadedLog log) {
    this.log = log;
    this.state = log.state();
  }

  @Override
  public PartitionId id() {
    return state.id();
  }

  @Override
  public LogConfig config() {
    return state.config();
  }

  @Override
  public boolean isCleanable() {
    return !paused
        && state.unavailable() == null
        && state.isOpened()
        && state.config().cleanupCompact();
  }

  /** Keeps cleaners away until {@link #resume}; completes when none is at work. */
  CompletableFuture<Void> pause() {
    paused = true;
    return whenIdle();
  }

  void resume() {
    paused = false;
  }

  @Override
  public synchronized boolean begin() {
    if (!isCleanable() || !running.isDone()) {
      return false;
    }
    running = new CompletableFuture<>();
    return true;
  }

  @Override
  public void end() {
    whenIdle().complete(null);
  }

  /** Completes when nobody is cleaning the log; once it is closed, nobody begins any more. */
  synchronized CompletableFuture<Void> whenIdle() {
    return running;
  }

  @Override
  public List<SealedSegment> sealed() {
    Segments segments = state.segments();
    List<SealedSegment> sealed = new ArrayList<>(segments.count() - 1);
    for (int index = 0; index + 1 < segments.count(); index++) {
      long end = segments.get(index + 1).baseOffset();
      sealed.add(new SealedSegmentView(state, segments.get(index), end));
    }
    return sealed;
  }

  @Override
  public boolean stillHas(List<SealedSegment> segments) {
    return segments.isEmpty() || state.segments().indexOfAll(sources(segments)) >= 0;
  }

  private static List<Segment> sources(List<SealedSegment> segments) {
    return segments.stream().map(view -> ((SealedSegmentView) view).segment()).toList();
  }

  @Override
  public long logStartOffset() {
    return state.logStartOffset();
  }

  @Override
  public long lastStableOffset() {
    return state.lastStableOffset();
  }

  @Override
  public long cleanedOffset() {
    return state.cleanedOffset();
  }

  @Override
  public void cleanedTo(long offset) throws IOException {
    // In turn with truncation, which takes it back.
    CompletableFuture.runAsync(
            () -> state.setCleanedOffset(Math.min(offset, state.end().offset())), this::inTurn)
        .join();
    write(Checkpoints::writeCleanedOffsets);
  }

  @Override
  public void flush() throws IOException {
    log.flusher().flush();
    // A recovery takes a gap behind the recovery point for a loss.
    write(Checkpoints::writeRecoveryPoints);
  }

  private interface CheckpointFile {
    void write(Checkpoints checkpoints) throws IOException;
  }

  private void write(CheckpointFile file) throws IOException {
    try {
      file.write(state.context().checkpoints());
    } catch (IOException e) {
      state.context().health().failIfUnsynced("compacting " + id(), e);
      throw e;
    }
  }

  @Override
  public Map<Long, LastBatch> lastBatches() {
    return CompletableFuture.supplyAsync(
            () -> state.derived().producers().lastBatches(), this::inTurn)
        .join();
  }

  private void inTurn(Runnable action) {
    log.queue().submit(new Quick(action));
  }

  @Override
  public List<AbortedTransaction> abortedTransactions(long from, long endExclusive)
      throws IOException {
    return log.abortedTransactions(from, endExclusive);
  }

  @Override
  public Replacement replace(List<SealedSegment> group) throws IOException {
    long wanted = group.stream().mapToLong(SealedSegment::sizeInBytes).sum();
    long usable = state.context().files().usableSpace(logDirectory());
    if (usable < wanted) {
      // What is there is for those who cannot wait.
      throw new IOException("its segments of " + wanted + " bytes exceed the " + usable + " free");
    }
    return new SegmentReplacement(log, sources(group));
  }

  private Path logDirectory() {
    return state.context().health().directory();
  }
}

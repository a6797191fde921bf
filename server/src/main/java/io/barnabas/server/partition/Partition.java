package io.barnabas.server.partition;

import io.barnabas.storage.log.AppendContext;
import io.barnabas.storage.log.AppendOrigin;
import io.barnabas.storage.log.AppendOutcome;
import io.barnabas.storage.log.PartitionId;
import io.barnabas.storage.log.PartitionLog;
import io.barnabas.storage.log.PartitionLogListener;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One partition held by this broker: its role, its high watermark, and who waits for either to
 * change.
 *
 * <p>Reading and appending: any thread. The role is set on the metadata publisher's thread only.
 * What is published here is immutable and read through volatile fields; there is no lock around
 * reads or appends.
 */
public final class Partition {
  /**
   * How far readers may see.
   *
   * @param role the role at that time
   * @param highWatermark first offset not committed
   * @param lastStableOffset first offset not decided
   * @param writtenBytes bytes appended since this broker holds the partition; only differences mean
   *     something
   */
  public record Progress(
      PartitionRole role, long highWatermark, long lastStableOffset, long writtenBytes) {
    /** The end for a reader of this isolation. */
    public long readableEnd(Isolation isolation) {
      return isolation == Isolation.READ_COMMITTED ? lastStableOffset : highWatermark;
    }
  }

  /** The leader epoch of a partition that has had no role yet. */
  static final int NO_EPOCH = -1;

  private final PartitionId id;
  private final int brokerId;
  private final Traffic traffics;
  private final WatchList watches = new WatchList();
  private final OffsetWaiters waiters = new OffsetWaiters();
  private final Object publishing = new Object();
  private volatile PartitionRole role = new PartitionRole.Offline(NO_EPOCH, "not loaded yet");
  private volatile InSyncEnds inSyncEnds;
  private volatile PartitionSettings settings;
  private volatile @Nullable Progress progress;
  private @Nullable TopicTraffic traffic;
  private long writtenBytes;
  private long sizeBefore;

  Partition(PartitionId id, int brokerId, PartitionSettings settings, Traffic traffics) {
    this.id = id;
    this.brokerId = brokerId;
    this.traffics = traffics;
    this.settings = settings;
    this.inSyncEnds = new InSyncEnds(brokerId, List.of());
  }

  public PartitionId id() {
    return id;
  }

  public PartitionRole role() {
    return role;
  }

  public PartitionSettings settings() {
    return settings;
  }

  /** Where the traffic of its topic is counted. */
  public TopicTraffic traffic() {
    TopicTraffic known = traffic; // A race finds the same one twice.
    if (known == null) {
      known = traffics.of(id.topic());
      traffic = known;
      if (role instanceof PartitionRole.Gone) {
        // Late: the topic was forgotten before this.
        traffics.forget(id.topic(), known);
      }
    }
    return known;
  }

  /** How far readers may see now. Comes free, but for the first time, which loads the log. */
  public Progress progress() {
    Progress now = progress;
    return now == null ? load() : now;
  }

  /** Whether asking for progress, offsets or epochs comes free, since the log is open. */
  public boolean isInMemory() {
    return !(role instanceof PartitionRole.Leader leader) || leader.log().isOpen();
  }

  /** The same as far as anybody has asked before: null for a log that nobody has touched. */
  public @Nullable Progress lastProgress() {
    return progress;
  }

  /** Why a caller who believes in this leader epoch (-1: any) may not be served here, or null. */
  public @Nullable PartitionFault refusalFor(PartitionRole current, int believedEpoch) {
    if (current instanceof PartitionRole.Offline) {
      return PartitionFault.STORAGE_FAILED;
    }
    if (current instanceof PartitionRole.Gone) {
      return PartitionFault.NOT_LEADER;
    }
    if (believedEpoch >= 0 && believedEpoch < current.leaderEpoch()) {
      return PartitionFault.FENCED_LEADER_EPOCH;
    }
    if (believedEpoch > current.leaderEpoch()) {
      return PartitionFault.UNKNOWN_LEADER_EPOCH;
    }
    return current instanceof PartitionRole.Leader ? null : PartitionFault.NOT_LEADER;
  }

  /**
   * Appends batches as the leader. Never blocks; appends of one thread are in order.
   *
   * @param batches whole record batches; one reference passes to this method, on every path
   * @param origin who appends
   * @param toAllInSync whether the result waits until all in-sync replicas have them, and there
   *     must be enough of those
   * @return never exceptionally, unless by a defect
   */
  public CompletionStage<AppendResult> append(
      ByteBuf batches, AppendOrigin origin, boolean toAllInSync) {
    return append(batches, origin, toAllInSync, -1);
  }

  /** As above, for someone who only wants to write while this leader epoch lasts. */
  public CompletionStage<AppendResult> append(
      ByteBuf batches, AppendOrigin origin, boolean toAllInSync, int leaderEpoch) {
    return append(batches, new AppendContext(leaderEpoch, origin), toAllInSync);
  }

  /**
   * As above, with what there is to say of a transaction.
   *
   * @param context with the leader epoch that the caller believes in, or -1
   */
  public CompletionStage<AppendResult> append(
      ByteBuf batches, AppendContext context, boolean toAllInSync) {
    int leaderEpoch = context.leaderEpoch();
    PartitionRole current = role;
    PartitionFault refusal = refusalFor(current, leaderEpoch);
    if (refusal == null && toAllInSync && tooFewInSync((PartitionRole.Leader) current)) {
      refusal = PartitionFault.TOO_FEW_IN_SYNC;
    }
    if (refusal != null) {
      batches.release();
      return CompletableFuture.completedFuture(new AppendResult.Unserved(refusal));
    }
    PartitionRole.Leader leader = (PartitionRole.Leader) current;
    TopicTraffic counts = traffic();
    counts.add(TrafficKind.PRODUCE_REQUESTS, 1);
    int bytes = batches.readableBytes();
    CompletionStage<AppendOutcome> appended =
        leader.log().appendAsLeader(batches, context.under(leader.leaderEpoch()));
    return toAllInSync
        ? appended.thenCompose(outcome -> untilCommitted(leader, counts.appended(outcome, bytes)))
        : appended.thenApply(outcome -> new AppendResult.Decided(counts.appended(outcome, bytes)));
  }

  private CompletionStage<AppendResult> untilCommitted(
      PartitionRole.Leader leader, AppendOutcome outcome) {
    AppendResult decided = new AppendResult.Decided(outcome);
    long last = lastOffsetOf(outcome);
    if (last < 0) {
      return CompletableFuture.completedFuture(decided);
    }
    return awaitCommitted(last)
        .thenApply(
            committed -> {
              if (!committed) {
                return new AppendResult.Unserved(PartitionFault.NOT_LEADER);
              }
              return role == leader || !tooFewInSync(leader)
                  ? decided
                  : new AppendResult.UnderReplicated(outcome);
            });
  }

  private static long lastOffsetOf(AppendOutcome outcome) {
    if (outcome instanceof AppendOutcome.Appended appended) {
      return appended.lastOffset();
    }
    return outcome instanceof AppendOutcome.Duplicate duplicate ? duplicate.lastOffset() : -1;
  }

  /**
   * Waits until the high watermark has passed an offset.
   *
   * @return true when it has, false when this broker stopped leading before it did
   */
  public CompletionStage<Boolean> awaitCommitted(long offset) {
    if (progress().highWatermark() > offset) {
      return CompletableFuture.completedFuture(true);
    }
    CompletionStage<Boolean> committed = waiters.await(offset);
    waiters.passed(progress().highWatermark());
    if (!(role instanceof PartitionRole.Leader)) {
      waiters.resigned();
    }
    return committed;
  }

  /** Tells the watch of every change from now on until it is cancelled. */
  public void watch(Watch watch) {
    watches.add(watch);
  }

  /** Another replica has everything below this offset. */
  public void replicaReached(int replicaId, long logEndOffset) {
    PartitionRole current = role;
    if (current instanceof PartitionRole.Leader leader) {
      inSyncEnds.heard(replicaId, logEndOffset);
      advance(leader);
    }
  }

  /** Takes another role; metadata publisher's thread only. */
  void become(PartitionRole next) {
    synchronized (publishing) {
      role = next;
      if (next instanceof PartitionRole.Leader leader) {
        inSyncEnds = new InSyncEnds(brokerId, leader.isr());
      }
    }
    if (next instanceof PartitionRole.Leader leader) {
      leader.log().setListener(new LogMovements(leader));
    } else {
      waiters.resigned();
    }
    refresh();
    watches.changed();
  }

  private void unavailable(PartitionRole.Leader leader, String reason) {
    synchronized (publishing) {
      if (role != leader) {
        return;
      }
      role = new PartitionRole.Offline(leader.leaderEpoch(), reason);
    }
    waiters.resigned();
    refresh();
    watches.changed();
  }

  /**
   * Publishes what has changed, if anybody has ever asked: a log nobody has touched stays unloaded.
   */
  private void refresh() {
    if (progress != null) {
      load();
    }
  }

  private Progress load() {
    PartitionRole current = role;
    if (current instanceof PartitionRole.Leader leader) {
      advance(leader);
      return publish(leader.log());
    }
    synchronized (publishing) {
      Progress before = progress;
      Progress now =
          before == null
              ? new Progress(role, 0, 0, 0)
              : new Progress(
                  role, before.highWatermark(), before.lastStableOffset(), before.writtenBytes());
      progress = now;
      return now;
    }
  }

  void configure(PartitionSettings changed) {
    settings = changed;
    PartitionRole current = role;
    if (current instanceof PartitionRole.Leader leader) {
      leader.log().updateConfig(changed.log());
    } else if (current instanceof PartitionRole.Follower follower) {
      follower.log().updateConfig(changed.log());
    }
  }

  private boolean tooFewInSync(PartitionRole.Leader leader) {
    return leader.isr().size() < settings.minInSyncReplicas();
  }

  private void advance(PartitionRole.Leader leader) {
    PartitionLog log = leader.log();
    log.advanceHighWatermark(inSyncEnds.lowest(log.settledEndOffset()));
  }

  private Progress publish(PartitionLog log) {
    Progress now;
    synchronized (publishing) {
      long size = log.sizeInBytes();
      writtenBytes += Math.max(0, size - sizeBefore);
      sizeBefore = size;
      now = new Progress(role, log.highWatermark(), log.lastStableOffset(), writtenBytes);
      progress = now;
    }
    waiters.passed(now.highWatermark());
    return now;
  }

  /** What the log tells, on the thread that appends. */
  private final class LogMovements implements PartitionLogListener {
    private final PartitionRole.Leader leader;

    LogMovements(PartitionRole.Leader leader) {
      this.leader = leader;
    }

    @Override
    public void onSettledEndOffset(long endOffset) {
      if (role == leader) {
        advance(leader);
      }
    }

    @Override
    public void onHighWatermark(long highWatermark) {
      publish(leader.log());
      watches.changed();
    }

    @Override
    public void onLastStableOffset(long lastStableOffset) {
      publish(leader.log());
      watches.changed();
    }

    @Override
    public void onUnavailable(String reason) {
      unavailable(leader, reason);
    }
  }
}

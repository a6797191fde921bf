package io.barnabas.metadata.quorum;

import io.barnabas.codec.Message;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.record.MetadataRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A quorum of one: what its log has made durable is committed. It leads from the start, in an epoch
 * above every earlier one.
 *
 * <p>What the log refuses for want of room is forgotten, with what was to follow it, and may be
 * tried again. When the log cannot be written for any other reason it is unknown what of the last
 * appends is in it, so nothing more is appended or committed: it resigns for good and tells whoever
 * wired it, who must take the node down. The next start decides by what is really there.
 */
public final class LocalQuorum implements MetadataQuorum {
  private static final Logger LOG = LoggerFactory.getLogger(LocalQuorum.class);

  /** The most that Apache Kafka writes, and no more than the smallest segment it permits. */
  private static final int BATCH_BYTES_MAX = 8 * 1024 * 1024;

  /** What the quorum stands on. */
  public record Storage(
      MetadataLog log, MetadataSnapshots snapshots, QuorumStateFile quorumState) {}

  private final LocalVoter self;
  private final Storage storage;
  private final Executor executor;
  private final InstantSource clock;
  private final Consumer<Throwable> onFailure;
  private final MetadataBatches batches;
  private final Snapshotter snapshotter;

  private @Nullable Listener listener;
  private long nextOffset;
  private int epoch = -1;
  private int refusals;
  private boolean leading;
  private boolean elected;
  private volatile boolean votersInLog;

  /**
   * Makes a quorum that does nothing until it is started.
   *
   * @param executor the metadata executor: one task at a time, in order
   * @param background writes snapshots
   * @param onFailure told, on the metadata executor, when the log cannot be written
   */
  public LocalQuorum(
      LocalVoter self,
      Storage storage,
      SnapshotSettings snapshotSettings,
      Executor executor,
      Executor background,
      InstantSource clock,
      Consumer<Throwable> onFailure) {
    this.self = self;
    this.storage = storage;
    this.executor = executor;
    this.clock = clock;
    this.onFailure = onFailure;
    this.batches = new MetadataBatches(ByteBufAllocator.DEFAULT);
    this.snapshotter =
        new Snapshotter(
            storage.snapshots(),
            storage.log(),
            batches,
            snapshotSettings,
            executor,
            background,
            clock);
  }

  /** Whether the log says who votes ({@code kraft.version} 1); after the start, any thread. */
  public boolean votersInLog() {
    return votersInLog;
  }

  @Override
  public void start(Listener newListener) {
    listener = newListener;
    Optional<QuorumState> before = storage.quorumState().read().map(QuorumState::parse);
    LogReplay.Replayed replayed = new LogReplay(storage, newListener, snapshotter::committed).run();
    nextOffset = storage.log().endOffset();
    boolean isNew = nextOffset == 0 && before.isEmpty() && !replayed.formatted();
    VoterSet voters = isNew ? VoterSet.of(self) : replayed.voters();
    voters.requireOnly(self.nodeId());
    votersInLog = voters.isInLog();
    before.ifPresent(this::requireAlone);
    snapshotter.voters(voters);
    int last = Math.max(replayed.epoch(), before.map(QuorumState::leaderEpoch).orElse(0));
    epoch = Math.addExact(last, 1);
    QuorumState now = new QuorumState(self.nodeId(), epoch, voters.isInLog(), List.of());
    storage.quorumState().write(now.format());
    leading = true;
    begin(newListener, replayed.votersInLog() ? List.of() : voters.records());
  }

  private void begin(Listener told, List<Message> voters) {
    long now = clock.millis();
    long offset = nextOffset;
    long lastOffset = offset + voters.size();
    nextOffset = lastOffset + 1;
    CommittedBatch leaderChange = new CommittedBatch(offset, lastOffset, epoch, now, List.of());
    write(
        offset,
        batches.leaderChange(offset, epoch, now, self.nodeId(), voters),
        () -> {
          told.onCommit(leaderChange);
          elected = true;
          told.onElected(epoch);
        });
  }

  /** Where the log does not say who votes, {@code quorum-state} does. */
  private void requireAlone(QuorumState state) {
    if (state.voters().stream().anyMatch(voter -> voter != self.nodeId())) {
      throw new MetadataCorruptionException(
          "quorum-state: expected node "
              + self.nodeId()
              + " alone, as this version runs, found voters "
              + state.voters()
              + ". MirrorMaker 2 brings their topics over");
    }
  }

  @Override
  public OptionalLong append(int expectedEpoch, List<MetadataRecord> records) {
    Listener told = listener;
    if (!leading || expectedEpoch != epoch || told == null) {
      return OptionalLong.empty();
    }
    long now = clock.millis();
    ByteBuf batch = batches.records(nextOffset, epoch, now, records);
    int sizeInBytes = batch.readableBytes();
    if (sizeInBytes > BATCH_BYTES_MAX) {
      batch.release();
      throw new OversizedBatchException(sizeInBytes, BATCH_BYTES_MAX);
    }
    long lastOffset = nextOffset + records.size() - 1;
    CommittedBatch committed = new CommittedBatch(nextOffset, lastOffset, epoch, now, records);
    long baseOffset = nextOffset;
    nextOffset = lastOffset + 1;
    write(baseOffset, batch, () -> told.onCommit(committed));
    return OptionalLong.of(lastOffset);
  }

  @Override
  public long nextOffset() {
    return nextOffset;
  }

  @Override
  public void offerSnapshot(MetadataImage image) {
    snapshotter.offer(image);
  }

  @Override
  public void close() {
    leading = false;
    listener = null;
  }

  private void write(long baseOffset, ByteBuf batch, Runnable whenDurable) {
    int sizeInBytes = batch.readableBytes();
    int before = refusals;
    append(batch)
        .whenComplete(
            (done, failure) ->
                executor.execute(
                    () -> {
                      if (before != refusals) {
                        return; // Refused with what it was to follow.
                      }
                      if (failure != null) {
                        refuseOrFail(baseOffset, failure);
                      } else if (leading) {
                        snapshotter.committed(sizeInBytes);
                        whenDurable.run();
                      }
                    }));
  }

  private void refuseOrFail(long baseOffset, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    Listener told = listener;
    if (leading && elected && told != null && cause instanceof AppendRefusedException refused) {
      refusals++;
      nextOffset = baseOffset;
      told.onRefused("The metadata log has no room: " + refused.getMessage());
    } else {
      fail(failure);
    }
  }

  /** However the log fails, what it did with the batch is unknown. */
  private CompletionStage<Void> append(ByteBuf batch) {
    try {
      return storage.log().append(batch);
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private void fail(Throwable failure) {
    if (!leading) {
      return;
    }
    LOG.debug("The metadata log cannot be written; this node stops deciding", failure);
    leading = false;
    if (listener != null) {
      listener.onResigned(epoch, "the metadata log cannot be written");
    }
    onFailure.accept(failure);
  }
}

package io.barnabas.metadata.quorum;

import io.barnabas.codec.Message;
import io.barnabas.codec.message.VotersRecord;
import io.barnabas.metadata.record.MetadataRecord;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings back what was stored: the newest snapshot that is whole, then the log after it. */
final class LogReplay {
  private static final Logger LOG = LoggerFactory.getLogger(LogReplay.class);

  private final LocalQuorum.Storage storage;
  private final MetadataQuorum.Listener listener;
  private final IntConsumer replayedBytes;
  private final BatchDecoder decoder = new BatchDecoder("metadata log");
  private long nextOffset;
  private int epoch;
  private VoterSet voters = VoterSet.UNSAID;
  private boolean votersInLog;
  private boolean formatted;

  /**
   * Prepares to replay.
   *
   * @param replayedBytes told the size of each batch after the snapshot
   */
  LogReplay(
      LocalQuorum.Storage storage, MetadataQuorum.Listener listener, IntConsumer replayedBytes) {
    this.storage = storage;
    this.listener = listener;
    this.replayedBytes = replayedBytes;
  }

  /**
   * What there was.
   *
   * @param epoch the newest epoch, 0 without any
   * @param votersInLog whether the log itself, or a snapshot of it, says who votes
   * @param formatted whether nothing has happened since the cluster was formatted
   */
  record Replayed(int epoch, VoterSet voters, boolean votersInLog, boolean formatted) {}

  /** Hands everything to the listener. */
  Replayed run() {
    loadSnapshot();
    MetadataLog log = storage.log();
    if (log.startOffset() > nextOffset || log.endOffset() < nextOffset) {
      throw new MetadataCorruptionException(
          "metadata log: expected it to contain offset "
              + nextOffset
              + ", found offsets "
              + log.startOffset()
              + " to "
              + log.endOffset());
    }
    if (nextOffset < log.endOffset()) {
      log.read(nextOffset, this::replay);
    }
    if (nextOffset != log.endOffset()) {
      throw new MetadataCorruptionException(
          "metadata log: expected batches up to offset "
              + log.endOffset()
              + ", found them up to "
              + nextOffset);
    }
    return new Replayed(epoch, voters, votersInLog, formatted);
  }

  private void loadSnapshot() {
    List<SnapshotId> newestFirst = new ArrayList<>(storage.snapshots().list());
    Collections.reverse(newestFirst);
    MetadataCorruptionException damage = null;
    for (SnapshotId id : newestFirst) {
      try {
        SnapshotLoader.Loaded snapshot = SnapshotLoader.load(id, storage.snapshots());
        nextOffset = id.endOffset();
        epoch = id.epoch();
        voters = snapshot.voters();
        if (id.isBootstrap()) {
          bootstrap(snapshot.batch().records());
        } else {
          votersInLog = voters.isInLog();
          listener.onSnapshot(snapshot.batch());
        }
        return;
      } catch (MetadataCorruptionException damaged) {
        LOG.error("Passing over a damaged metadata snapshot: {}", damaged.getMessage());
        damage = damaged;
      }
    }
    if (damage != null && (storage.log().startOffset() > 0 || storage.log().endOffset() == 0)) {
      throw damage;
    }
    bootstrap(List.of());
  }

  /** A log that has begun holds what its cluster was formatted with. */
  private void bootstrap(List<MetadataRecord> found) {
    if (storage.log().endOffset() > 0) {
      return;
    }
    List<MetadataRecord> records = found;
    SnapshotLoader.Loaded older =
        found.isEmpty() ? SnapshotLoader.loadBootstrap(storage.snapshots()) : null;
    if (older != null) {
      records = older.batch().records();
    }
    if (!records.isEmpty()) {
      formatted = true;
      listener.onBootstrap(records);
    }
  }

  private void replay(ByteBuf bytes) {
    BatchDecoder.Decoded decoded = decoder.decode(bytes);
    CommittedBatch batch = decoded.batch();
    if (batch.lastOffset() < nextOffset) {
      return;
    }
    if (batch.baseOffset() != nextOffset || batch.epoch() < epoch) {
      throw new MetadataCorruptionException(
          "metadata log: expected a batch at offset "
              + nextOffset
              + " of epoch "
              + epoch
              + " or later, found one at offset "
              + batch.baseOffset()
              + " of epoch "
              + batch.epoch());
    }
    nextOffset = batch.lastOffset() + 1;
    epoch = batch.epoch();
    replayedBytes.accept(bytes.readableBytes());
    for (BatchDecoder.Control control : decoded.control()) {
      @Nullable Message message = control.message();
      voters = message == null ? voters : voters.after(message);
      votersInLog |= message instanceof VotersRecord;
    }
    listener.onCommit(batch);
  }
}

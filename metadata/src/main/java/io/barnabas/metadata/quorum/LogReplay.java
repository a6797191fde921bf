package io.barnabas.metadata.quorum;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;
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

  /** Hands everything to the listener and tells the newest epoch there was, 0 without any. */
  int run() {
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
    return epoch;
  }

  private void loadSnapshot() {
    List<SnapshotId> newestFirst = new ArrayList<>(storage.snapshots().list());
    Collections.reverse(newestFirst);
    MetadataCorruptionException damage = null;
    for (SnapshotId id : newestFirst) {
      try {
        CommittedBatch snapshot = SnapshotLoader.load(id, storage.snapshots());
        nextOffset = id.endOffset();
        epoch = id.epoch();
        listener.onSnapshot(snapshot);
        return;
      } catch (MetadataCorruptionException damaged) {
        LOG.error("Passing over a damaged metadata snapshot: {}", damaged.getMessage());
        damage = damaged;
      }
    }
    if (damage != null && storage.log().startOffset() > 0) {
      throw damage;
    }
  }

  private void replay(ByteBuf bytes) {
    CommittedBatch batch = decoder.decode(bytes).batch();
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
    listener.onCommit(batch);
  }
}

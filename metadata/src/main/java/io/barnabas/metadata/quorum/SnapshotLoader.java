package io.barnabas.metadata.quorum;

import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.metadata.record.MetadataRecord;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Reads one snapshot whole. */
final class SnapshotLoader {
  private final SnapshotId id;
  private final BatchDecoder decoder;
  private final List<MetadataRecord> records = new ArrayList<>();
  private boolean begun;
  private boolean ended;
  private long lastLogTimestampMs;

  private SnapshotLoader(SnapshotId id) {
    this.id = id;
    this.decoder = new BatchDecoder(id.fileName());
  }

  /**
   * Reads a snapshot.
   *
   * @throws MetadataCorruptionException if it is not whole
   */
  static CommittedBatch load(SnapshotId id, MetadataSnapshots snapshots) {
    SnapshotLoader loader = new SnapshotLoader(id);
    snapshots.read(id, loader::add);
    if (!loader.ended) {
      throw new MetadataCorruptionException(
          id.fileName() + ": expected a snapshot footer, found the end of the file");
    }
    long lastOffset = id.endOffset() - 1;
    return new CommittedBatch(
        lastOffset, lastOffset, id.epoch(), loader.lastLogTimestampMs, loader.records);
  }

  private void add(ByteBuf bytes) {
    BatchDecoder.Decoded decoded = decoder.decode(bytes);
    boolean isHeader = decoded.control().contains(ControlRecordType.SNAPSHOT_HEADER);
    if (begun == isHeader || ended) {
      throw new MetadataCorruptionException(
          id.fileName()
              + ", batch at offset "
              + decoded.batch().baseOffset()
              + (begun
                  ? ": expected no batch after the footer and no second header"
                  : ": expected a snapshot header first"));
    }
    if (isHeader) {
      begun = true;
      lastLogTimestampMs = decoded.lastLogTimestampMs();
    }
    ended = decoded.control().contains(ControlRecordType.SNAPSHOT_FOOTER);
    records.addAll(decoded.batch().records());
  }
}

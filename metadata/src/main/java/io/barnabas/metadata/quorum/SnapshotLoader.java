package io.barnabas.metadata.quorum;

import io.barnabas.codec.Message;
import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.codec.message.SnapshotHeaderRecord;
import io.barnabas.metadata.record.MetadataRecord;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one snapshot whole. */
final class SnapshotLoader {
  private final SnapshotId id;
  private final String fileName;
  private final BatchDecoder decoder;
  private final List<MetadataRecord> records = new ArrayList<>();
  private boolean begun;
  private boolean ended;
  private long lastLogTimestampMs = -1;
  private VoterSet voters = VoterSet.UNSAID;

  private SnapshotLoader(SnapshotId id, String fileName) {
    this.id = id;
    this.fileName = fileName;
    this.decoder = new BatchDecoder(fileName);
  }

  /** A snapshot. */
  record Loaded(CommittedBatch batch, VoterSet voters) {}

  /**
   * Reads a snapshot.
   *
   * @throws MetadataCorruptionException if it is not whole
   */
  static Loaded load(SnapshotId id, MetadataSnapshots snapshots) {
    SnapshotLoader loader = new SnapshotLoader(id, id.fileName());
    snapshots.read(id, loader::add);
    return loader.loaded();
  }

  /**
   * Reads the {@code bootstrap.checkpoint} that formatting leaves before Kafka 4.4.
   *
   * @return null where there is none
   * @throws MetadataCorruptionException if it is not whole
   */
  static @Nullable Loaded loadBootstrap(MetadataSnapshots snapshots) {
    SnapshotLoader loader =
        new SnapshotLoader(SnapshotId.BOOTSTRAP, MetadataSnapshots.BOOTSTRAP_FILE);
    return snapshots.readBootstrap(loader::add) ? loader.loaded() : null;
  }

  private Loaded loaded() {
    if (!ended) {
      throw new MetadataCorruptionException(
          fileName + ": expected a snapshot footer, found the end of the file");
    }
    long lastOffset = id.endOffset() - 1;
    return new Loaded(
        new CommittedBatch(lastOffset, lastOffset, id.epoch(), lastLogTimestampMs, records),
        voters);
  }

  private void add(ByteBuf bytes) {
    BatchDecoder.Decoded decoded = decoder.decode(bytes);
    boolean isHeader = decoded.holds(ControlRecordType.SNAPSHOT_HEADER);
    if (begun == isHeader || ended) {
      throw new MetadataCorruptionException(
          fileName
              + ", batch at offset "
              + decoded.batch().baseOffset()
              + (begun
                  ? ": expected no batch after the footer and no second header"
                  : ": expected a snapshot header first"));
    }
    begun = true;
    for (BatchDecoder.Control control : decoded.control()) {
      @Nullable Message message = control.message();
      if (message instanceof SnapshotHeaderRecord header) {
        lastLogTimestampMs = header.lastContainedLogTimestamp();
      } else if (message != null) {
        voters = voters.after(message);
      }
    }
    ended = decoded.holds(ControlRecordType.SNAPSHOT_FOOTER);
    records.addAll(decoded.batch().records());
  }
}

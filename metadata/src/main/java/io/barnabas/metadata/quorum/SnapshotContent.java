package io.barnabas.metadata.quorum;

import io.barnabas.codec.Message;
import io.barnabas.metadata.image.ImageRecords;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.Provenance;
import io.barnabas.metadata.record.MetadataRecord;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** An image as the batches of a snapshot: a header, metadata records, a footer. */
final class SnapshotContent implements MetadataSnapshots.Content {
  private static final int RECORDS_PER_BATCH = 1000;

  private final MetadataImage image;
  private final List<Message> voters;
  private final MetadataBatches batches;
  private final long nowMs;

  /**
   * Prepares to write.
   *
   * @param voters the control records that say who votes, if any
   */
  SnapshotContent(MetadataImage image, List<Message> voters, MetadataBatches batches, long nowMs) {
    this.image = image;
    this.voters = List.copyOf(voters);
    this.batches = batches;
    this.nowMs = nowMs;
  }

  @Override
  public void writeTo(Consumer<ByteBuf> sink) {
    Run run = new Run(sink);
    Provenance provenance = image.provenance();
    run.write(
        batches.snapshotHeader(provenance.epoch(), nowMs, provenance.timestampMs(), voters),
        1 + voters.size());
    ImageRecords.write(image, run::add);
    run.writePending();
    run.write(batches.snapshotFooter(run.nextOffset, provenance.epoch(), nowMs), 1);
  }

  /** One pass over the image; offsets within a snapshot count from 0. */
  private final class Run {
    private final Consumer<ByteBuf> sink;
    private final List<MetadataRecord> pending = new ArrayList<>(RECORDS_PER_BATCH);
    private long nextOffset;

    Run(Consumer<ByteBuf> sink) {
      this.sink = sink;
    }

    void add(MetadataRecord record) {
      pending.add(record);
      if (pending.size() == RECORDS_PER_BATCH) {
        writePending();
      }
    }

    void writePending() {
      if (!pending.isEmpty()) {
        write(
            batches.records(nextOffset, image.provenance().epoch(), nowMs, pending),
            pending.size());
        pending.clear();
      }
    }

    void write(ByteBuf batch, int recordCount) {
      try {
        sink.accept(batch);
      } finally {
        batch.release();
      }
      nextOffset += recordCount;
    }
  }
}

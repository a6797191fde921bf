package io.barnabas.metadata.quorum;

import io.barnabas.metadata.record.MetadataRecord;
import java.util.List;

/**
 * Records that committed together.
 *
 * @param baseOffset offset of the first record
 * @param lastOffset offset of the last record of the batch, at least {@code baseOffset}
 * @param epoch leader epoch in which it was written
 * @param timestampMs append time in milliseconds since 1970
 * @param records the metadata records; empty for a batch of control records
 */
public record CommittedBatch(
    long baseOffset, long lastOffset, int epoch, long timestampMs, List<MetadataRecord> records) {
  public CommittedBatch {
    records = List.copyOf(records);
  }
}

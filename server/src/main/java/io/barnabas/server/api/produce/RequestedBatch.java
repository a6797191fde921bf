package io.barnabas.server.api.produce;

import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.Records;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.codec.batch.CompressionType;
import io.barnabas.codec.message.ProduceRequest;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What the protocol demands of the records of one partition in a produce request, beyond what the
 * log checks of every batch: exactly one batch, and no codec that the request's version cannot
 * know.
 */
public final class RequestedBatch {
  private static final int ZSTD_SINCE_VERSION = 7;

  private RequestedBatch() {}

  /** Why the records are refused as they are, or null. */
  static @Nullable Refusal refusal(@Nullable Records records, short version) {
    if (records == null || records.sizeInBytes() == 0) {
      return Refusal.invalid(
          "Produce requests with version "
              + version
              + " must have at least one record batch per partition");
    }
    ByteBuf bytes = bytes(records);
    if (isOldFormat(bytes)) {
      return Refusal.invalid(
          "Produce requests with version "
              + version
              + " are only allowed to contain record batches with magic version 2");
    }
    BatchScanner batches = BatchScanner.ofReadable(bytes);
    if (!batches.next()) {
      return null;
    }
    if (version < ZSTD_SINCE_VERSION
        && BatchHeader.compressionId(bytes, batches.index()) == CompressionType.ZSTD.id()) {
      return Refusal.unsupportedCompression(
          "Produce requests with version "
              + version
              + " are not allowed to use ZStandard compression");
    }
    return batches.next()
        ? Refusal.invalid(
            "Produce requests with version "
                + version
                + " are only allowed to contain exactly one record batch per partition")
        : null;
  }

  /** Formats 0 and 1 are known and not allowed; any other number is damage, which the log tells. */
  private static boolean isOldFormat(ByteBuf bytes) {
    if (bytes.readableBytes() < BatchLayout.HEADER_SIZE_UP_TO_MAGIC) {
      return false;
    }
    byte magic = BatchHeader.magic(bytes, bytes.readerIndex());
    return magic == 0 || magic == 1;
  }

  /** Whether a request holds anything that is part of a transaction. */
  public static boolean anyTransactional(ProduceRequest request) {
    return request.topicData().stream()
        .flatMap(topic -> topic.partitionData().stream())
        .map(ProduceRequest.PartitionProduceData::records)
        .anyMatch(records -> records != null && isTransactional(bytes(records)));
  }

  /** Whether the batch, which was not refused, is part of a transaction. */
  static boolean isTransactional(ByteBuf bytes) {
    BatchScanner batches = BatchScanner.ofReadable(bytes);
    return batches.next() && BatchHeader.isTransactional(bytes, batches.index());
  }

  /** The bytes of records that came in a request; borrowed. */
  static ByteBuf bytes(Records records) {
    return ((ByteBufRecords) records).content();
  }
}

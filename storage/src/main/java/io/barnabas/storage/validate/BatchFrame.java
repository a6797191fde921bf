package io.barnabas.storage.validate;

import io.barnabas.codec.batch.BatchCrc;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.codec.batch.CompressionType;
import io.barnabas.storage.log.AppendFault;
import io.barnabas.storage.log.AppendOrigin;
import io.barnabas.storage.validate.ValidationOutcome.Invalid;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The rules a batch must obey before anybody looks at its records. Answers the breach, or null. */
final class BatchFrame {
  private BatchFrame() {}

  /**
   * That exactly one whole batch of magic 2 begins at the reader index; a torn one may follow and
   * does not count.
   */
  static @Nullable Invalid checkOnlyBatch(ByteBuf records) {
    BatchScanner batches = BatchScanner.ofReadable(records);
    if (!batches.next()) {
      return noBatch(records, batches);
    }
    if (batches.next()) {
      return invalid("more than one batch where exactly one may be");
    }
    return switch (batches.end()) {
      case CLEAN, TRUNCATED -> null;
      case BAD_LENGTH -> corrupt("a batch follows whose length is impossible");
      case BAD_MAGIC -> corrupt("a batch follows whose magic is not 2");
    };
  }

  private static Invalid noBatch(ByteBuf records, BatchScanner batches) {
    return switch (batches.end()) {
      case CLEAN -> invalid("no batch where exactly one must be");
      case TRUNCATED -> invalid("the batch is longer than what was sent");
      case BAD_LENGTH -> badLength(records, batches.index());
      case BAD_MAGIC -> badMagic(BatchHeader.magic(records, batches.index()));
    };
  }

  /** A message of magic 0 or 1 may well be shorter than a batch of magic 2. */
  private static Invalid badLength(ByteBuf records, int at) {
    boolean hasMagic = records.writerIndex() - at > BatchLayout.MAGIC_AT;
    byte magic = hasMagic ? BatchHeader.magic(records, at) : BatchLayout.MAGIC_V2;
    return magic == 0 || magic == 1
        ? badMagic(magic)
        : corrupt("the batch has a length of " + BatchHeader.batchLength(records, at));
  }

  private static Invalid badMagic(byte magic) {
    return magic == 0 || magic == 1
        ? invalid("batches of magic " + magic + " are no longer taken; magic 2 is")
        : corrupt("the batch has a magic of " + magic);
  }

  /** Size, CRC, codec and the numbers of the header. */
  static @Nullable Invalid checkHeader(
      ByteBuf buf, int at, ValidationRules rules, AppendOrigin origin) {
    if (origin == AppendOrigin.CLIENT && BatchHeader.baseOffset(buf, at) != 0) {
      return invalid("the base offset is " + BatchHeader.baseOffset(buf, at) + " instead of 0");
    }
    Invalid tooLarge = checkSize(BatchHeader.sizeInBytes(buf, at), rules, origin);
    if (tooLarge != null) {
      return tooLarge;
    }
    if (!BatchCrc.isValid(buf, at)) {
      return corrupt("the batch does not match its CRC");
    }
    int compressionId = BatchHeader.compressionId(buf, at);
    if (!CompressionType.isKnown(compressionId)) {
      return new Invalid(
          AppendFault.UNSUPPORTED_COMPRESSION, "there is no compression of id " + compressionId);
    }
    int count = BatchHeader.recordCount(buf, at);
    int lastOffsetDelta = BatchHeader.lastOffsetDelta(buf, at);
    if (count <= 0 || lastOffsetDelta != count - 1) {
      return invalid(count + " records, but the last one's offset delta is " + lastOffsetDelta);
    }
    return origin == AppendOrigin.CLIENT ? checkProducer(buf, at) : null;
  }

  static @Nullable Invalid checkSize(int size, ValidationRules rules, AppendOrigin origin) {
    if (origin == AppendOrigin.INTERNAL) {
      return null;
    }
    if (size > rules.maxBatchSize()) {
      return new Invalid(
          AppendFault.BATCH_TOO_LARGE,
          "the batch has " + size + " bytes, max.message.bytes is " + rules.maxBatchSize());
    }
    if (size > rules.segmentSize()) {
      return new Invalid(
          AppendFault.BATCHES_TOO_LARGE,
          "the batch has " + size + " bytes, segment.bytes is " + rules.segmentSize());
    }
    return null;
  }

  private static @Nullable Invalid checkProducer(ByteBuf buf, int at) {
    if (BatchHeader.isControl(buf, at)) {
      return invalid("clients may not write control records");
    }
    if (!BatchHeader.hasProducerId(buf, at)) {
      return BatchHeader.isTransactional(buf, at)
          ? invalid("a transactional batch without a producer id")
          : null;
    }
    if (BatchHeader.baseSequence(buf, at) < 0) {
      return invalid("a producer id, but the sequence " + BatchHeader.baseSequence(buf, at));
    }
    if (BatchHeader.producerEpoch(buf, at) <= BatchLayout.NO_PRODUCER_EPOCH) {
      return invalid("a producer id, but the epoch " + BatchHeader.producerEpoch(buf, at));
    }
    return null;
  }

  private static Invalid invalid(String detail) {
    return new Invalid(AppendFault.INVALID_RECORD, detail);
  }

  private static Invalid corrupt(String detail) {
    return new Invalid(AppendFault.CORRUPT_BATCH, detail);
  }
}

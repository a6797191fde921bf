package io.barnabas.fuzz;

import io.barnabas.codec.batch.BatchEditor;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.BatchScanner;
import io.netty.buffer.ByteBuf;

/** Puts right what no fuzzer guesses, and what every attacker knows how to compute. */
final class Patches {
  private Patches() {}

  /** Has the bytes be one batch with a good checksum, if they are enough for one. */
  static void asOneBatch(ByteBuf bytes) {
    int at = bytes.readerIndex();
    if (bytes.readableBytes() >= BatchLayout.HEADER_SIZE) {
      bytes.setInt(
          at + BatchLayout.BATCH_LENGTH_AT, bytes.readableBytes() - BatchLayout.LOG_OVERHEAD);
      bytes.setByte(at + BatchLayout.MAGIC_AT, BatchLayout.MAGIC_V2);
      BatchEditor.updateCrc(bytes, at);
    }
  }

  /** Gives every whole batch the checksum it ought to have. */
  static void checksums(ByteBuf bytes) {
    BatchScanner batches = BatchScanner.ofReadable(bytes);
    while (batches.next()) {
      BatchEditor.updateCrc(bytes, batches.index());
    }
  }

  /** How many offsets the batches take, as far as they say so believably. */
  static long nextOffset(ByteBuf bytes) {
    long next = 0;
    BatchScanner batches = BatchScanner.ofReadable(bytes);
    while (batches.next()) {
      next = BatchHeader.nextOffset(bytes, batches.index());
    }
    return next;
  }
}

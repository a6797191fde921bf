package io.barnabas.storage.producer;

import io.barnabas.storage.log.CorruptLogException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of a {@code .snapshot} file, Apache Kafka's ProducerSnapshot of version 1. Big-endian;
 * rebuilt from the log if missing.
 *
 * <pre>
 *  at  bytes  field
 *   0    2    version                  1
 *   2    4    crc                      CRC-32C of everything from entryCount on
 *   6    4    entryCount
 *  10   46*   entries
 *    +0    8    producerId
 *    +8    2    producerEpoch
 *   +10    4    lastSequence           -1 if no batch is known
 *   +14    8    lastOffset             -1 if no batch is known
 *   +22    4    offsetDelta            of the last batch: its record count less one
 *   +26    8    timestamp              ms
 *   +34    4    coordinatorEpoch       -1 if there was no transaction
 *   +38    8    transactionFirstOffset -1 if no transaction is open
 * </pre>
 */
final class SnapshotFormat {
  private static final short VERSION = 1;
  private static final int CRC_AT = 2;
  private static final int ENTRY_COUNT_AT = 6;
  private static final int ENTRIES_AT = 10;
  private static final int ENTRY_SIZE = 46;

  private SnapshotFormat() {}

  static ByteBuffer write(Collection<ProducerEntry> entries) {
    ByteBuffer bytes = ByteBuffer.allocate(ENTRIES_AT + entries.size() * ENTRY_SIZE);
    bytes.putShort(VERSION).putInt(0).putInt(entries.size());
    for (ProducerEntry entry : entries) {
      bytes
          .putLong(entry.producerId)
          .putShort(entry.epoch())
          .putInt(entry.lastSequence())
          .putLong(entry.lastOffset())
          .putInt(entry.lastOffsetDelta())
          .putLong(entry.lastTimestamp())
          .putInt(entry.coordinatorEpoch())
          .putLong(entry.transactionFirstOffset());
    }
    bytes.flip();
    return bytes.putInt(CRC_AT, crc(bytes));
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(ENTRY_COUNT_AT, bytes.limit() - ENTRY_COUNT_AT));
    return (int) crc.getValue();
  }

  /** Reads the entries; {@code file} is only named in errors. */
  static List<ProducerEntry> read(Path file, ByteBuffer bytes) throws CorruptLogException {
    if (bytes.limit() < ENTRIES_AT) {
      throw new CorruptLogException(
          file, 0, "at least " + ENTRIES_AT + " bytes", bytes.limit() + " bytes");
    }
    expect(file, 0, "version", VERSION, bytes.getShort(0));
    expect(file, CRC_AT, "CRC", crc(bytes), bytes.getInt(CRC_AT));
    int count = bytes.getInt(ENTRY_COUNT_AT);
    int found = (bytes.limit() - ENTRIES_AT) / ENTRY_SIZE;
    expect(file, ENTRY_COUNT_AT, "entry count", found, count);
    List<ProducerEntry> entries = new ArrayList<>(count);
    bytes.position(ENTRIES_AT);
    for (int i = 0; i < count; i++) {
      entries.add(readEntry(bytes));
    }
    return entries;
  }

  private static void expect(Path file, int at, String what, int expected, int found)
      throws CorruptLogException {
    if (expected != found) {
      throw new CorruptLogException(file, at, what + " " + expected, what + " " + found);
    }
  }

  private static ProducerEntry readEntry(ByteBuffer in) {
    ProducerEntry entry = new ProducerEntry(in.getLong());
    short epoch = in.getShort();
    int lastSequence = in.getInt();
    long lastOffset = in.getLong();
    int offsetDelta = in.getInt();
    long timestamp = in.getLong();
    int coordinatorEpoch = in.getInt();
    long transactionFirstOffset = Math.max(in.getLong(), ProducerEntry.NO_TRANSACTION);
    if (lastOffset >= 0) {
      entry.addBatch(epoch, lastSequence, lastOffset, offsetDelta, timestamp);
    }
    entry.restore(epoch, coordinatorEpoch, timestamp, transactionFirstOffset);
    return entry;
  }
}

package io.barnabas.storage.producer;

import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.storage.log.CorruptLogException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of a {@code .snapshot} file, Apache Kafka's ProducerSnapshot of version 1. Big-endian;
 * rebuilt from the log if missing. A producer has an entry for each of the batches that are known
 * of it, the oldest first; Apache Kafka writes the last one only, and where it reads several, the
 * last counts.
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
 *   +22    4    offsetDelta            of the batch: its record count less one
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
    int count = entries.stream().mapToInt(entry -> Math.max(1, entry.batchCount())).sum();
    ByteBuffer bytes = ByteBuffer.allocate(ENTRIES_AT + count * ENTRY_SIZE);
    bytes.putShort(VERSION).putInt(0).putInt(count);
    for (ProducerEntry entry : entries) {
      int last = entry.batchCount() - 1;
      for (int batch = 0; batch < last; batch++) {
        write(bytes, entry, batch, entry.timestamp(batch), ProducerEntry.NO_TRANSACTION);
      }
      write(bytes, entry, last, entry.lastTimestamp(), entry.transactionFirstOffset());
    }
    bytes.flip();
    return bytes.putInt(CRC_AT, crc(bytes));
  }

  private static void write(
      ByteBuffer out, ProducerEntry entry, int batch, long timestamp, long transactionFirstOffset) {
    boolean known = batch >= 0;
    out.putLong(entry.producerId)
        .putShort(entry.epoch())
        .putInt(known ? entry.lastSequence(batch) : BatchLayout.NO_SEQUENCE)
        .putLong(known ? entry.lastOffset(batch) : -1)
        .putInt(known ? entry.offsetDelta(batch) : 0)
        .putLong(timestamp)
        .putInt(entry.coordinatorEpoch())
        .putLong(transactionFirstOffset);
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(ENTRY_COUNT_AT, bytes.limit() - ENTRY_COUNT_AT));
    return (int) crc.getValue();
  }

  /** Reads the producers; {@code file} is only named in errors. */
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
      long producerId = bytes.getLong();
      ProducerEntry entry = i == 0 ? null : entries.get(entries.size() - 1);
      if (entry == null || entry.producerId != producerId) {
        entry = new ProducerEntry(producerId);
        entries.add(entry);
      }
      readInto(entry, bytes);
    }
    return entries;
  }

  private static void expect(Path file, int at, String what, int expected, int found)
      throws CorruptLogException {
    if (expected != found) {
      throw new CorruptLogException(file, at, what + " " + expected, what + " " + found);
    }
  }

  private static void readInto(ProducerEntry entry, ByteBuffer in) {
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
  }
}

package io.barnabas.codec.batch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the records of one batch without making an object per record: {@link #next} moves on, the
 * accessors speak of the current record. A compressed batch is decompressed as the walk proceeds,
 * through a window that is no larger than the largest record (and for a {@linkplain #skim skimming}
 * cursor stays small whatever the records hold).
 *
 * <p>Every record is checked strictly: lengths within the record, the record exactly as long as it
 * says, as many records as the header says and nothing after them. A breach throws {@link
 * InvalidRecordsException}. What offsets and timestamps may be is for callers.
 *
 * <p>Not thread-safe. The batch must stay unchanged and retained while the cursor is open; closing
 * frees codec and window, and may be done at any time.
 */
public final class RecordCursor implements AutoCloseable {
  /** No record can be larger anyway. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  private static final int NULL = -1;
  private static final int WINDOW = 16 * 1024;

  private final long baseOffset;
  private final long baseTimestamp;
  private final long appendTime;
  private final boolean isLogAppendTime;
  private final int recordCount;
  private final int maxRecordSize;
  private final boolean skimming;
  private final @Nullable InputStream source;
  private final RecordBytes bytes;

  private int recordsRead;
  private long recordEnd;
  private int sizeInBytes;
  private int offsetDelta;
  private long timestampDelta;
  private int keyIndex;
  private int keySize;
  private int valueIndex;
  private int valueSize;
  private int headersIndex;
  private int headerCount;

  private RecordCursor(ByteBuf buf, int at, int maxRecordSize, boolean skimming) {
    this.baseOffset = BatchHeader.baseOffset(buf, at);
    this.baseTimestamp = BatchHeader.baseTimestamp(buf, at);
    this.appendTime = BatchHeader.maxTimestamp(buf, at);
    this.isLogAppendTime = BatchAttributes.isLogAppendTime(BatchHeader.attributes(buf, at));
    this.recordCount = BatchHeader.recordCount(buf, at);
    this.maxRecordSize = maxRecordSize;
    this.skimming = skimming;
    if (recordCount < 0) {
      throw InvalidRecordsException.malformed("the batch says it has " + recordCount + " records");
    }
    ByteBuf records =
        buf.slice(
            at + BatchLayout.RECORDS_AT,
            BatchHeader.sizeInBytes(buf, at) - BatchLayout.HEADER_SIZE);
    CompressionType compression = CompressionType.of(BatchHeader.compressionId(buf, at));
    this.source =
        compression == CompressionType.NONE ? null : Decompressor.open(compression, records);
    this.bytes =
        source == null
            ? new RecordBytes(records)
            : new RecordBytes(PooledByteBufAllocator.DEFAULT.heapBuffer(WINDOW), source);
  }

  /**
   * Opens the batch at {@code at}, all of which lies in {@code buf}, for someone who wants keys and
   * values.
   */
  public static RecordCursor open(ByteBuf buf, int at) {
    return new RecordCursor(buf, at, UNLIMITED, false);
  }

  /**
   * As {@link #open(ByteBuf, int)}; a compressed record whose body exceeds {@code maxRecordSize}
   * bytes is refused.
   */
  public static RecordCursor open(ByteBuf buf, int at, int maxRecordSize) {
    return new RecordCursor(buf, at, maxRecordSize, false);
  }

  /**
   * Opens the batch for someone who only wants sizes, offsets and timestamps: contents are passed
   * over, not kept.
   */
  public static RecordCursor skim(ByteBuf buf, int at, int maxRecordSize) {
    return new RecordCursor(buf, at, maxRecordSize, true);
  }

  /**
   * Moves to the next record; false after the last one, when it has made sure that nothing follows.
   */
  public boolean next() {
    if (recordsRead == recordCount) {
      if (!bytes.atEnd()) {
        throw InvalidRecordsException.malformed(
            "bytes follow the last of " + recordCount + " records");
      }
      return false;
    }
    readRecord();
    recordsRead++;
    return true;
  }

  private void readRecord() {
    long start = bytes.position();
    int length = bytes.readVarint();
    if (length < 0) {
      throw InvalidRecordsException.malformed("a record has a length of " + length);
    }
    if (source != null && length > maxRecordSize) {
      throw new InvalidRecordsException(
          InvalidRecordsException.Reason.RECORD_TOO_LARGE,
          "a record of " + length + " bytes exceeds the maximum of " + maxRecordSize);
    }
    recordEnd = bytes.position() + length;
    sizeInBytes = (int) (recordEnd - start);
    if (!skimming || source == null) {
      bytes.require(length);
    }
    bytes.readByte(); // Attributes of the record: no bit has a meaning yet.
    timestampDelta = bytes.readVarlong();
    offsetDelta = bytes.readVarint();
    keySize = readSize("key");
    keyIndex = bytes.index();
    skipContent(keySize);
    valueSize = readSize("value");
    valueIndex = bytes.index();
    skipContent(valueSize);
    headerCount = bytes.readVarint();
    headersIndex = bytes.index();
    skipHeaders();
    if (bytes.position() != recordEnd) {
      throw InvalidRecordsException.malformed(
          "the fields of a record end at byte "
              + (length + bytes.position() - recordEnd)
              + ", its length is "
              + length);
    }
  }

  private int readSize(String what) {
    int size = bytes.readVarint();
    if (size > recordEnd - bytes.position()) {
      throw InvalidRecordsException.malformed(
          "a " + what + " of " + size + " bytes leaves its record");
    }
    return Math.max(size, NULL);
  }

  private void skipContent(int size) {
    if (size > 0) {
      bytes.skip(size);
    }
  }

  private void skipHeaders() {
    if (headerCount < 0 || headerCount > recordEnd - bytes.position()) {
      throw InvalidRecordsException.malformed("a record says it has " + headerCount + " headers");
    }
    for (int i = 0; i < headerCount; i++) {
      int size = readSize("header key");
      if (size == NULL) {
        throw InvalidRecordsException.malformed("a header has no key");
      }
      skipContent(size);
      skipContent(readSize("header value"));
    }
  }

  /** Number of records the batch has. */
  public int recordCount() {
    return recordCount;
  }

  /** Bytes of the current record, its length field included. */
  public int sizeInBytes() {
    return sizeInBytes;
  }

  public int offsetDelta() {
    return offsetDelta;
  }

  public long offset() {
    return baseOffset + offsetDelta;
  }

  /** Timestamp in ms: the record's own, or the batch's append time where the broker sets it. */
  public long timestamp() {
    return isLogAppendTime ? appendTime : baseTimestamp + timestampDelta;
  }

  public boolean hasKey() {
    return keySize != NULL;
  }

  /** Size of the key in bytes, -1 if it is null. */
  public int keySize() {
    return keySize;
  }

  public boolean hasValue() {
    return valueSize != NULL;
  }

  /** Size of the value in bytes, -1 if it is null. */
  public int valueSize() {
    return valueSize;
  }

  public int headerCount() {
    return headerCount;
  }

  /**
   * What {@link #keyIndex}, {@link #valueIndex} and {@link #recordIndex} point into; contents
   * change with {@link #next}.
   */
  public ByteBuf buffer() {
    return bytes.window();
  }

  /** Index of the first byte of the key in {@link #buffer}. Not for skimming cursors. */
  public int keyIndex() {
    requireContent();
    return keyIndex;
  }

  /** Index of the first byte of the value in {@link #buffer}. Not for skimming cursors. */
  public int valueIndex() {
    requireContent();
    return valueIndex;
  }

  /**
   * The key as a slice that is valid until {@link #next}; null if there is none. Not for skimming
   * cursors.
   */
  public @Nullable ByteBuf key() {
    return keySize == NULL ? null : buffer().slice(keyIndex(), keySize);
  }

  /**
   * The value as a slice that is valid until {@link #next}; null if there is none. Not for skimming
   * cursors.
   */
  public @Nullable ByteBuf value() {
    return valueSize == NULL ? null : buffer().slice(valueIndex(), valueSize);
  }

  /**
   * The headers as bytes that are valid until {@link #next}, without their count. Not for skimming
   * cursors.
   */
  public ByteBuf headerBytes() {
    requireContent();
    return buffer().slice(headersIndex, bytes.index() - headersIndex);
  }

  /** The headers, copied. Not for skimming cursors. */
  public List<RecordHeader> headers() {
    RecordBytes in = new RecordBytes(headerBytes());
    List<RecordHeader> headers = new ArrayList<>(headerCount);
    for (int i = 0; i < headerCount; i++) {
      headers.add(RecordHeader.read(in));
    }
    return headers;
  }

  private void requireContent() {
    if (skimming) {
      throw new IllegalStateException("a skimming cursor keeps no contents");
    }
  }

  @Override
  public void close() {
    if (source == null || bytes.window().refCnt() == 0) {
      return;
    }
    bytes.window().release();
    try {
      source.close();
    } catch (IOException ignored) {
      // It only reads memory; closing frees the codec's own buffers and has nothing to report.
    }
  }
}

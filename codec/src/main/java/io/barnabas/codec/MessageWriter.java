package io.barnabas.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the protocol's types to a growing buffer. Record bytes never go through the buffer: they
 * are noted as {@link Splice}s, to be sent in between.
 *
 * <p>The buffer is borrowed. The writer takes one reference to each of the records it notes;
 * whoever sends the result gives them back one by one, or all at once with {@link #releaseRecords}
 * if it is never sent. Confined to one thread.
 */
public final class MessageWriter {

  private static final int MAX_STRING_BYTES = Short.MAX_VALUE;

  private final ByteBuf buffer;
  private final int start;
  private List<Splice> splices = List.of();
  private int splicedBytes;

  /** Appends at the buffer's writer index. */
  public MessageWriter(ByteBuf buffer) {
    this.buffer = buffer;
    this.start = buffer.writerIndex();
  }

  /**
   * Records to be sent in between.
   *
   * @param position the index in the buffer before which they belong
   */
  public record Splice(int position, Records records) {}

  public ByteBuf buffer() {
    return buffer;
  }

  /** In rising order of position. */
  public List<Splice> splices() {
    return Collections.unmodifiableList(splices);
  }

  /** What has been written, records included. */
  public int sizeInBytes() {
    return buffer.writerIndex() - start + splicedBytes;
  }

  /** Gives back the references to all records noted so far. */
  public void releaseRecords() {
    splices.forEach(splice -> splice.records().release());
    splices = List.of();
    splicedBytes = 0;
  }

  public void writeBoolean(boolean value) {
    buffer.writeByte(value ? 1 : 0);
  }

  public void writeInt8(byte value) {
    buffer.writeByte(value);
  }

  public void writeInt16(short value) {
    buffer.writeShort(value);
  }

  public void writeUint16(int value) {
    if (value != (value & 0xffff)) {
      throw new IllegalArgumentException(value + " is no unsigned 16-bit number");
    }
    buffer.writeShort(value);
  }

  public void writeInt32(int value) {
    buffer.writeInt(value);
  }

  public void writeUint32(long value) {
    if (value != (value & 0xffff_ffffL)) {
      throw new IllegalArgumentException(value + " is no unsigned 32-bit number");
    }
    buffer.writeInt((int) value);
  }

  public void writeInt64(long value) {
    buffer.writeLong(value);
  }

  public void writeFloat64(double value) {
    buffer.writeDouble(value);
  }

  public void writeUuid(Uuid value) {
    buffer.writeLong(value.msb());
    buffer.writeLong(value.lsb());
  }

  public void writeUnsignedVarint(int value) {
    int rest = value;
    while ((rest & ~0x7f) != 0) {
      buffer.writeByte(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    buffer.writeByte(rest);
  }

  /**
   * @throws IllegalArgumentException if the text takes more than 32767 bytes, which no version can
   *     express
   */
  public void writeString(String text, boolean compact) {
    int length = ByteBufUtil.utf8Bytes(text);
    if (length > MAX_STRING_BYTES) {
      throw new IllegalArgumentException("A string of " + length + " bytes is too long to send");
    }
    if (compact) {
      writeUnsignedVarint(length + 1);
    } else {
      buffer.writeShort(length);
    }
    ByteBufUtil.reserveAndWriteUtf8(buffer, text, length);
  }

  public void writeNullableString(@Nullable String text, boolean compact) {
    if (text != null) {
      writeString(text, compact);
    } else if (compact) {
      buffer.writeByte(0);
    } else {
      buffer.writeShort(-1);
    }
  }

  public void writeBytes(Bytes bytes, boolean compact) {
    writeArrayCount(bytes.length(), compact);
    bytes.writeTo(buffer);
  }

  public void writeNullableBytes(@Nullable Bytes bytes, boolean compact) {
    if (bytes == null) {
      writeNull(compact);
    } else {
      writeBytes(bytes, compact);
    }
  }

  public void writeRecords(Records records, boolean compact) {
    writeArrayCount(records.sizeInBytes(), compact);
    if (splices.isEmpty()) {
      splices = new ArrayList<>();
    }
    splices.add(new Splice(buffer.writerIndex(), records.retain()));
    splicedBytes += records.sizeInBytes();
  }

  public void writeNullableRecords(@Nullable Records records, boolean compact) {
    if (records == null) {
      writeNull(compact);
    } else {
      writeRecords(records, compact);
    }
  }

  /** The length prefix of an array, of bytes or of records. */
  public void writeArrayCount(int count, boolean compact) {
    if (compact) {
      writeUnsignedVarint(count + 1);
    } else {
      buffer.writeInt(count);
    }
  }

  /** The length prefix that stands for a null array, null bytes or null records. */
  public void writeNull(boolean compact) {
    if (compact) {
      buffer.writeByte(0);
    } else {
      buffer.writeInt(-1);
    }
  }

  /** Stands before a structure that may be null. */
  public void writeStructPresence(boolean present) {
    buffer.writeByte(present ? 1 : -1);
  }

  /** The same in front of a structure that travels as a tagged field, where absence is zero. */
  public void writeTaggedStructPresence(boolean present) {
    buffer.writeByte(present ? 1 : 0);
  }

  /**
   * Opens a tagged field; its size is filled in by {@link #endTaggedField}.
   *
   * @return what {@link #endTaggedField} wants to know
   */
  public int beginTaggedField(int tag) {
    writeUnsignedVarint(tag);
    buffer.writeByte(0);
    return buffer.writerIndex();
  }

  /**
   * Closes the tagged field, making room for its size if that takes more than the one byte kept
   * free.
   */
  public void endTaggedField(int begin) {
    int inBuffer = buffer.writerIndex() - begin;
    int firstInside = splices.size();
    int size = inBuffer;
    while (firstInside > 0 && splices.get(firstInside - 1).position() > begin) {
      firstInside--;
      size += splices.get(firstInside).records().sizeInBytes();
    }
    if (size <= 0x7f) {
      buffer.setByte(begin - 1, size);
    } else {
      widen(begin, size, firstInside);
    }
  }

  private void widen(int begin, int size, int firstSpliceInside) {
    ByteBuf field = buffer.copy(begin, buffer.writerIndex() - begin);
    try {
      buffer.writerIndex(begin - 1);
      writeUnsignedVarint(size);
      int shift = buffer.writerIndex() - begin;
      buffer.writeBytes(field);
      for (int i = firstSpliceInside; i < splices.size(); i++) {
        Splice splice = splices.get(i);
        splices.set(i, new Splice(splice.position() + shift, splice.records()));
      }
    } finally {
      field.release();
    }
  }

  public void writeInt8List(List<Byte> elements, boolean compact) {
    writeArrayCount(elements.size(), compact);
    for (byte element : elements) {
      buffer.writeByte(element);
    }
  }

  public void writeInt16List(List<Short> elements, boolean compact) {
    writeArrayCount(elements.size(), compact);
    for (short element : elements) {
      buffer.writeShort(element);
    }
  }

  public void writeInt32List(List<Integer> elements, boolean compact) {
    writeArrayCount(elements.size(), compact);
    for (int element : elements) {
      buffer.writeInt(element);
    }
  }

  public void writeInt64List(List<Long> elements, boolean compact) {
    writeArrayCount(elements.size(), compact);
    for (long element : elements) {
      buffer.writeLong(element);
    }
  }

  public void writeUuidList(List<Uuid> elements, boolean compact) {
    writeArrayCount(elements.size(), compact);
    for (Uuid element : elements) {
      writeUuid(element);
    }
  }

  public void writeStringList(List<String> elements, boolean compact) {
    writeArrayCount(elements.size(), compact);
    for (String element : elements) {
      writeString(element, compact);
    }
  }
}

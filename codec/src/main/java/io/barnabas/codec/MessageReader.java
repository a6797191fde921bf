package io.barnabas.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the protocol's types from a buffer. Every length and count is held against the bytes that
 * are left before anything is allocated for it, so what a hostile frame can cost is bounded by its
 * own size.
 *
 * <p>Whoever sent the bytes may lie; each method therefore ends in a value or in {@link
 * MalformedMessageException} and nothing else. What a message takes in memory is bounded by its
 * bytes and by {@link #MAX_ARRAY_ELEMENTS}. {@code compact} selects the encoding of flexible
 * versions (KIP-482): unsigned varint of length plus one.
 *
 * <p>Records are slices of the buffer, each with its own reference to it, owned by the message that
 * was read. When reading fails the reader gives back the references it has handed out, so one
 * reader reads the header and the body of one frame and is then done. The buffer itself is
 * borrowed. Confined to one thread.
 */
public final class MessageReader {

  /**
   * The most elements the arrays of one message may have. In Apache Kafka 4.4 each single array may
   * have as many; but an element of two bytes on the wire can take a hundred in memory, and a frame
   * has room for fifty million of them.
   */
  public static final int MAX_ARRAY_ELEMENTS = 1_000_000;

  /** The most tagged fields one structure may have (limit of Apache Kafka 4.4). */
  public static final int MAX_TAGGED_FIELDS = 10_000;

  private static final int MAX_STRING_BYTES = Short.MAX_VALUE;

  private final ByteBuf buffer;
  private int recordsHandedOut;
  private int elementsLeft = MAX_ARRAY_ELEMENTS;

  /** Reads from the buffer's reader index on, and moves it. */
  public MessageReader(ByteBuf buffer) {
    this.buffer = buffer;
  }

  /** Bytes not read yet. */
  public int remaining() {
    return buffer.readableBytes();
  }

  public boolean readBoolean() {
    return readInt8() != 0;
  }

  public byte readInt8() {
    require(1);
    return buffer.readByte();
  }

  public short readInt16() {
    require(2);
    return buffer.readShort();
  }

  /** The number {@code offset} bytes ahead, without moving on. */
  public short peekInt16(int offset) {
    require(offset + 2);
    return buffer.getShort(buffer.readerIndex() + offset);
  }

  public int readUint16() {
    require(2);
    return buffer.readUnsignedShort();
  }

  public int readInt32() {
    require(4);
    return buffer.readInt();
  }

  public long readUint32() {
    require(4);
    return buffer.readUnsignedInt();
  }

  public long readInt64() {
    require(8);
    return buffer.readLong();
  }

  public double readFloat64() {
    require(8);
    return buffer.readDouble();
  }

  public Uuid readUuid() {
    require(Uuid.BYTES);
    return new Uuid(buffer.readLong(), buffer.readLong());
  }

  /**
   * At most five bytes, least significant group first; all 32 bits are used, so the result may be
   * negative.
   */
  public int readUnsignedVarint() {
    int value = 0;
    for (int shift = 0; shift <= 28; shift += 7) {
      byte group = readInt8();
      value |= (group & 0x7f) << shift;
      if (group >= 0) {
        return value;
      }
    }
    throw malformed("A varint is longer than five bytes");
  }

  public String readString(boolean compact) {
    return present(readNullableString(compact), "string");
  }

  public @Nullable String readNullableString(boolean compact) {
    int length = compact ? readCompactLength() : readInt16();
    if (length < 0) {
      return null;
    }
    if (length > MAX_STRING_BYTES) {
      throw malformed("A string claims " + length + " bytes, more than any may have");
    }
    require(length);
    String text = buffer.toString(buffer.readerIndex(), length, StandardCharsets.UTF_8);
    buffer.skipBytes(length);
    return text;
  }

  public Bytes readBytes(boolean compact) {
    return present(readNullableBytes(compact), "bytes");
  }

  public @Nullable Bytes readNullableBytes(boolean compact) {
    int length = readLength(compact);
    if (length < 0) {
      return null;
    }
    Bytes bytes = Bytes.ofCopy(buffer, buffer.readerIndex(), length);
    buffer.skipBytes(length);
    return bytes;
  }

  public Records readRecords(boolean compact) {
    return present(readNullableRecords(compact), "records");
  }

  /** A slice of the frame, with a reference to it that the caller owns. */
  public @Nullable Records readNullableRecords(boolean compact) {
    int length = readLength(compact);
    if (length < 0) {
      return null;
    }
    ByteBuf slice = buffer.readSlice(length).retain();
    recordsHandedOut++;
    return new ByteBufRecords(slice);
  }

  /**
   * Reads the count of an array that may not be null.
   *
   * @param elementSizeMin what the smallest element takes on the wire, in bytes; at least one
   */
  public int readArrayCount(boolean compact, int elementSizeMin) {
    int count = readNullableArrayCount(compact, elementSizeMin);
    if (count < 0) {
      throw malformed("An array that must be there is null");
    }
    return count;
  }

  /** As {@link #readArrayCount}, with -1 for null. */
  public int readNullableArrayCount(boolean compact, int elementSizeMin) {
    int count = compact ? readCompactLength() : readInt32();
    if (count < 0) {
      return -1;
    }
    if (count > elementsLeft || (long) count * elementSizeMin > remaining()) {
      throw malformed(
          "An array claims "
              + count
              + " elements, "
              + remaining()
              + " bytes are left, "
              + elementsLeft
              + " elements may follow");
    }
    elementsLeft -= count;
    return count;
  }

  /** How many elements all arrays read so far have together. */
  public int elementsRead() {
    return MAX_ARRAY_ELEMENTS - elementsLeft;
  }

  /** Whether a structure that may be null follows. */
  public boolean readStructPresence() {
    return readInt8() >= 0;
  }

  /** The same in front of a structure that travels as a tagged field, where it is a varint. */
  public boolean readTaggedStructPresence() {
    return readUnsignedVarint() > 0;
  }

  /** How many tagged fields follow. */
  public int readTaggedFieldCount() {
    int count = readUnsignedVarint();
    if (count < 0 || count > MAX_TAGGED_FIELDS || count * 2L > remaining()) {
      throw malformed(
          "A structure claims " + count + " tagged fields, " + remaining() + " bytes are left");
    }
    return count;
  }

  /** The tag of the next tagged field. */
  public int readTag() {
    return readUnsignedVarint();
  }

  /** The length of the tagged field whose tag has just been read, in bytes. */
  public int readTaggedFieldSize() {
    int size = readUnsignedVarint();
    require(size);
    return size;
  }

  /** Passes over a tagged field that this version of the specification does not know. */
  public void skip(int size) {
    require(size);
    buffer.skipBytes(size);
  }

  /** Passes over all tagged fields of a structure whose specification has none. */
  public void skipTaggedFields() {
    for (int left = readTaggedFieldCount(); left > 0; left--) {
      readTag();
      skip(readTaggedFieldSize());
    }
  }

  /** What to throw for a known tag in a version that does not carry it. */
  public MalformedMessageException unexpectedTag(int tag, short version) {
    return malformed("Tag " + tag + " is not part of version " + version);
  }

  /** Holds a tagged field that has been read against the size it announced. */
  public void endTaggedField(int remainingAtStart, int size) {
    if (remainingAtStart - remaining() != size) {
      throw malformed(
          "A tagged field claims " + size + " bytes but has " + (remainingAtStart - remaining()));
    }
  }

  public List<Byte> readInt8List(boolean compact) {
    return readElements(readArrayCount(compact, 1), MessageReader::readInt8);
  }

  public List<Short> readInt16List(boolean compact) {
    return readElements(readArrayCount(compact, 2), MessageReader::readInt16);
  }

  public List<Integer> readInt32List(boolean compact) {
    return readElements(readArrayCount(compact, 4), MessageReader::readInt32);
  }

  public List<Long> readInt64List(boolean compact) {
    return readElements(readArrayCount(compact, 8), MessageReader::readInt64);
  }

  public List<Uuid> readUuidList(boolean compact) {
    return readElements(readArrayCount(compact, Uuid.BYTES), MessageReader::readUuid);
  }

  public List<String> readStringList(boolean compact) {
    return readStrings(readArrayCount(compact, compact ? 1 : 2), compact);
  }

  public @Nullable List<Byte> readNullableInt8List(boolean compact) {
    int count = readNullableArrayCount(compact, 1);
    return count < 0 ? null : readElements(count, MessageReader::readInt8);
  }

  public @Nullable List<Short> readNullableInt16List(boolean compact) {
    int count = readNullableArrayCount(compact, 2);
    return count < 0 ? null : readElements(count, MessageReader::readInt16);
  }

  public @Nullable List<Integer> readNullableInt32List(boolean compact) {
    int count = readNullableArrayCount(compact, 4);
    return count < 0 ? null : readElements(count, MessageReader::readInt32);
  }

  public @Nullable List<Long> readNullableInt64List(boolean compact) {
    int count = readNullableArrayCount(compact, 8);
    return count < 0 ? null : readElements(count, MessageReader::readInt64);
  }

  public @Nullable List<Uuid> readNullableUuidList(boolean compact) {
    int count = readNullableArrayCount(compact, Uuid.BYTES);
    return count < 0 ? null : readElements(count, MessageReader::readUuid);
  }

  public @Nullable List<String> readNullableStringList(boolean compact) {
    int count = readNullableArrayCount(compact, compact ? 1 : 2);
    return count < 0 ? null : readStrings(count, compact);
  }

  private List<String> readStrings(int count, boolean compact) {
    return compact
        ? readElements(count, reader -> reader.readString(true))
        : readElements(count, reader -> reader.readString(false));
  }

  @SuppressWarnings("unchecked")
  private <T> List<T> readElements(int count, ElementReader<T> element) {
    if (count == 0) {
      return List.of();
    }
    Object[] elements = new Object[count];
    for (int i = 0; i < count; i++) {
      elements[i] = element.read(this);
    }
    return (List<T>) List.of(elements);
  }

  private int readLength(boolean compact) {
    int length = compact ? readCompactLength() : readInt32();
    if (length >= 0) {
      require(length);
    }
    return length;
  }

  private int readCompactLength() {
    int lengthPlusOne = readUnsignedVarint();
    if (lengthPlusOne < 0) {
      throw malformed("A length claims " + Integer.toUnsignedString(lengthPlusOne - 1) + " bytes");
    }
    return lengthPlusOne - 1;
  }

  private <T> T present(@Nullable T value, String type) {
    if (value == null) {
      throw malformed("A value of type " + type + " that must be there is null");
    }
    return value;
  }

  private void require(int bytes) {
    if (bytes < 0 || bytes > buffer.readableBytes()) {
      throw malformed(
          "The next field needs "
              + Integer.toUnsignedString(bytes)
              + " bytes, "
              + remaining()
              + " are left");
    }
  }

  private MalformedMessageException malformed(String message) {
    if (recordsHandedOut > 0) {
      buffer.release(recordsHandedOut);
      recordsHandedOut = 0;
    }
    return new MalformedMessageException(message + " (byte " + buffer.readerIndex() + ")");
  }

  private interface ElementReader<T> {
    T read(MessageReader reader);
  }
}

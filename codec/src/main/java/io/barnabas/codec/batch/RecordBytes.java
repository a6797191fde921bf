package io.barnabas.codec.batch;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a batch's records, read forwards once. Without a source they all lie in the buffer;
 * with one, the buffer is a window that slides over what the source gives, and grows only as bytes
 * really arrive. Numbers are read through a {@link ByteBuffer} on the same memory, which costs half
 * of what a {@link ByteBuf} does byte by byte.
 */
final class RecordBytes {
  private static final int CHUNK = 8 * 1024;

  private final ByteBuf window;
  private final @Nullable InputStream source;
  private final int start;
  private ByteBuffer view;
  private int position;
  private int limit;
  private long slid;

  /** Reads the readable bytes of {@code records}, whose indexes do not move. */
  RecordBytes(ByteBuf records) {
    this.window = records;
    this.source = null;
    this.start = records.readerIndex();
    this.limit = records.readableBytes();
    this.view = records.nioBuffer();
  }

  /** Reads {@code source} through an empty heap buffer. */
  RecordBytes(ByteBuf window, InputStream source) {
    this.window = window;
    this.source = source;
    this.start = 0;
    this.view = heap(window);
  }

  private static ByteBuffer heap(ByteBuf window) {
    return ByteBuffer.wrap(window.array(), window.arrayOffset(), window.capacity()).slice();
  }

  ByteBuf window() {
    return window;
  }

  /** Index in the window of the next byte. */
  int index() {
    return start + position;
  }

  /** Grows with every byte consumed; differences are meaningful, the value itself is not. */
  long position() {
    return slid + position;
  }

  /** Makes the next {@code count} bytes lie in the window at {@link #index}. */
  void require(int count) {
    while (limit - position < count) {
      int there = limit - position;
      fetch(Math.min(count - there, Math.max(CHUNK, there)));
    }
  }

  boolean atEnd() {
    return position == limit && !tryFetch(CHUNK);
  }

  void skip(int count) {
    int rest = count;
    while (rest > limit - position) {
      rest -= limit - position;
      position = limit;
      fetch(CHUNK);
    }
    position += rest;
  }

  byte readByte() {
    if (position == limit) {
      fetch(CHUNK);
    }
    return view.get(position++);
  }

  byte[] readBytes(int count) {
    require(count);
    byte[] bytes = new byte[count];
    view.get(position, bytes);
    position += count;
    return bytes;
  }

  int readVarint() {
    int first = readByte();
    if (first >= 0) {
      return Varints.unzigzag(first);
    }
    int zigzag = first & 0x7f;
    for (int shift = 7; shift <= 28; shift += 7) {
      int next = readByte();
      zigzag |= (next & 0x7f) << shift;
      if (next >= 0) {
        return Varints.unzigzag(zigzag);
      }
    }
    throw InvalidRecordsException.malformed("a varint is longer than 5 bytes");
  }

  long readVarlong() {
    long zigzag = 0;
    for (int shift = 0; shift <= 63; shift += 7) {
      int next = readByte();
      zigzag |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return Varints.unzigzag(zigzag);
      }
    }
    throw InvalidRecordsException.malformed("a varlong is longer than 10 bytes");
  }

  private void fetch(int count) {
    if (!tryFetch(count)) {
      throw InvalidRecordsException.malformed("the records end before they should");
    }
  }

  private boolean tryFetch(int count) {
    if (source == null) {
      return false;
    }
    slide(count);
    try {
      int read =
          source.read(window.array(), window.arrayOffset() + limit, window.capacity() - limit);
      limit += Math.max(read, 0);
      return read > 0;
    } catch (IOException | RuntimeException undecodable) {
      throw new InvalidRecordsException(
          InvalidRecordsException.Reason.UNDECODABLE,
          "the compressed records cannot be decoded: " + undecodable.getMessage());
    }
  }

  /** Moves what is not consumed to the front and makes room for {@code count} bytes behind it. */
  private void slide(int count) {
    int kept = limit - position;
    if (position > 0 && kept > 0) {
      int from = window.arrayOffset() + position;
      System.arraycopy(window.array(), from, window.array(), window.arrayOffset(), kept);
    }
    slid += position;
    position = 0;
    limit = kept;
    if (window.capacity() < kept + count) {
      window.setIndex(0, kept);
      window.capacity(Math.max(kept + count, 2 * kept));
      window.setIndex(0, window.capacity());
      view = heap(window);
    }
  }
}

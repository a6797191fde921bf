package io.barnabas.codec.batch;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a batch's records, read forwards once. Without a source they all lie in the buffer;
 * with one, the buffer is a window that slides over what the source gives, and grows only as bytes
 * really arrive. Between reader and writer index lies what was fetched and not yet consumed.
 */
final class RecordBytes {
  private static final int CHUNK = 8 * 1024;

  private final ByteBuf window;
  private final @Nullable InputStream source;
  private long fetchedBefore;

  RecordBytes(ByteBuf window, @Nullable InputStream source) {
    this.window = window;
    this.source = source;
  }

  ByteBuf window() {
    return window;
  }

  int index() {
    return window.readerIndex();
  }

  /** Grows with every byte consumed; differences are meaningful, the value itself is not. */
  long position() {
    return fetchedBefore + window.readerIndex();
  }

  /** Makes the next {@code count} bytes lie in the window at {@link #index}. */
  void require(int count) {
    while (window.readableBytes() < count) {
      fetch(Math.min(count - window.readableBytes(), Math.max(CHUNK, window.readableBytes())));
    }
  }

  boolean atEnd() {
    return !window.isReadable() && !tryFetch(CHUNK);
  }

  void skip(int count) {
    int rest = count;
    while (rest > window.readableBytes()) {
      rest -= window.readableBytes();
      window.readerIndex(window.writerIndex());
      fetch(CHUNK);
    }
    window.skipBytes(rest);
  }

  byte readByte() {
    if (!window.isReadable()) {
      fetch(CHUNK);
    }
    return window.readByte();
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
    fetchedBefore += window.readerIndex();
    window.discardReadBytes();
    try {
      return window.writeBytes(source, count) > 0;
    } catch (IOException | RuntimeException undecodable) {
      throw new InvalidRecordsException(
          InvalidRecordsException.Reason.UNDECODABLE,
          "the compressed records cannot be decoded: " + undecodable.getMessage());
    }
  }
}

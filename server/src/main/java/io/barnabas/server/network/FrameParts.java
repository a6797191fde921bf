package io.barnabas.server.network;

import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.Records;
import io.barnabas.storage.file.FileRecords;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of a frame together. The kernel sends what lies in a file by itself, but as a call
 * of its own, and the client is woken for each; so what is small is read to where the rest lies.
 */
final class FrameParts {
  /** The most that is worth being copied: a fifth less work at this size, none saved far above. */
  static final int SMALL_BYTES = 64 << 10;

  /** The most that is read for one frame; it is in memory until the client takes it. */
  static final int READ_BYTES = 256 << 10;

  private static final int RUN_BYTES = 256;

  private final ByteBufAllocator allocator;
  private final List<Object> parts = new ArrayList<>();
  private @Nullable ByteBuf run;
  private int read;

  FrameParts(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** A copy of a few bytes. */
  void add(ByteBuf buffer, int from, int to) {
    if (to > from) {
      run().writeBytes(buffer, from, to - from);
    }
  }

  /** Takes over the reference to the records. */
  void add(Records records) {
    if (records instanceof ByteBufRecords inMemory) {
      cut();
      parts.add(inMemory.content().slice());
    } else if (records instanceof FileRecords inFile) {
      if (!readHere(inFile)) {
        cut();
        parts.add(new FileRecordsRegion(inFile));
      }
    } else {
      throw new IllegalArgumentException("Cannot send " + records.getClass().getName());
    }
  }

  private boolean readHere(FileRecords records) {
    int bytes = records.sizeInBytes();
    if (bytes > SMALL_BYTES || read + bytes > READ_BYTES) {
      return false;
    }
    ByteBuf target = run();
    int before = target.writerIndex();
    try {
      records.readInto(target);
    } catch (IOException e) {
      target.writerIndex(before);
      return false; // Sending it will tell what is the matter.
    }
    read += bytes;
    records.release();
    return true;
  }

  private ByteBuf run() {
    ByteBuf open = run;
    if (open == null) {
      open = allocator.directBuffer(RUN_BYTES);
      run = open;
    }
    return open;
  }

  private void cut() {
    if (run != null) {
      parts.add(run);
      run = null;
    }
  }

  /** All of them, in order. */
  List<Object> all() {
    cut();
    return parts;
  }
}

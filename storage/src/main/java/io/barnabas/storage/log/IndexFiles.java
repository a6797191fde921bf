package io.barnabas.storage.log;

import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.file.HandleCache;
import io.barnabas.storage.index.OffsetIndex;
import io.barnabas.storage.index.SegmentIndexes;
import io.barnabas.storage.index.TimeIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index files of segments on disk: read as far as they can be trusted, written, synced. Blocks;
 * whoever writes the files of a segment holds the segment's monitor.
 */
final class IndexFiles {
  private static final Logger LOG = LoggerFactory.getLogger(IndexFiles.class);

  private final FileSystemPort files;
  private final HandleCache handles;

  IndexFiles(FileSystemPort files, HandleCache handles) {
    this.files = files;
    this.handles = handles;
  }

  /** Reads a segment's indexes as far as they can be trusted. */
  SegmentIndexes read(Segment segment) throws IOException {
    Path offsetFile = file(segment, LogFiles.INDEX);
    Path timeFile = file(segment, LogFiles.TIME_INDEX);
    if (!files.exists(offsetFile) || !files.exists(timeFile)) {
      return SegmentIndexes.empty();
    }
    ByteBuffer offsetBytes = readAll(offsetFile);
    ByteBuffer timeBytes = readAll(timeFile);
    OffsetIndex offsets = OffsetIndex.decode(offsetBytes.duplicate(), segment.size());
    TimeIndex times = TimeIndex.decode(timeBytes.duplicate());
    boolean plausible =
        hasZeroTail(offsetBytes, offsets.count() * OffsetIndex.ENTRY_BYTES)
            && hasZeroTail(timeBytes, times.count() * TimeIndex.ENTRY_BYTES)
            && lastEntryIsABatch(segment, offsets)
            && lastTimeIsOfABatch(segment, offsets, times);
    if (!plausible) {
      LOG.warn("The indexes of {} are not sane; rebuilding them", segment.file());
      return SegmentIndexes.empty();
    }
    return new SegmentIndexes(offsets, times);
  }

  private ByteBuffer readAll(Path file) throws IOException {
    return handles.makingRoom(() -> files.readAll(file));
  }

  private static boolean hasZeroTail(ByteBuffer bytes, int from) {
    for (int at = from; at < bytes.limit(); at++) {
      if (bytes.get(at) != 0) {
        return false;
      }
    }
    return true;
  }

  private boolean lastEntryIsABatch(Segment segment, OffsetIndex offsets) throws IOException {
    if (offsets.count() == 0) {
      return true;
    }
    int last = offsets.count() - 1;
    FileHandle handle = segment.open(handles);
    try {
      BatchWalk walk =
          new BatchWalk(segment.file(), handle.channel(), offsets.position(last), segment.size());
      // The offset of an entry is the last one of its batch, or of the append the batch was part
      // of.
      return walk.next()
          && walk.baseOffset() >= segment.baseOffset()
          && walk.lastOffset() <= segment.baseOffset() + offsets.relativeOffset(last);
    } catch (CorruptLogException e) {
      return false;
    } finally {
      handle.release();
    }
  }

  /** Garbage behind good entries may look like one more of them. */
  private boolean lastTimeIsOfABatch(Segment segment, OffsetIndex offsets, TimeIndex times)
      throws IOException {
    if (times.count() == 0) {
      return true;
    }
    long offset = segment.baseOffset() + times.lastRelativeOffset();
    FileHandle handle = segment.open(handles);
    try {
      int from = offsets.positionFor(times.lastRelativeOffset());
      BatchWalk walk = new BatchWalk(segment.file(), handle.channel(), from, segment.size());
      while (walk.next()) {
        if (walk.lastOffset() >= offset) {
          return walk.baseOffset() <= offset && walk.maxTimestamp() == times.lastTimestamp();
        }
      }
      return false;
    } catch (CorruptLogException e) {
      return false;
    } finally {
      handle.release();
    }
  }

  /** Replaces one file, durably. */
  void writeDurably(Path file, ByteBuffer bytes) throws IOException {
    write(file, 0, bytes, true);
    try (FileChannel channel = handles.makingRoom(() -> files.openForUpdate(file))) {
      files.sync(channel, file, true);
    }
  }

  /** Replaces both index files. */
  void writeAll(Segment segment, SegmentIndexes indexes) throws IOException {
    write(file(segment, LogFiles.INDEX), 0, indexes.offsets().encode(0), true);
    write(file(segment, LogFiles.TIME_INDEX), 0, indexes.times().encode(0), true);
  }

  /** Leaves no index files; the next load makes them from the log. */
  void deleteFiles(Segment segment) throws IOException {
    files.deleteIfExists(file(segment, LogFiles.INDEX));
    files.deleteIfExists(file(segment, LogFiles.TIME_INDEX));
  }

  /**
   * Replaces index files that hold something else: with garbage in them that is as long, the
   * entries to come would lend it credit.
   */
  void writeAllIfDifferent(Segment segment, SegmentIndexes indexes) throws IOException {
    if (!holds(file(segment, LogFiles.INDEX), indexes.offsets().encode(0))
        || !holds(file(segment, LogFiles.TIME_INDEX), indexes.times().encode(0))) {
      writeAll(segment, indexes);
    }
  }

  private boolean holds(Path file, ByteBuffer bytes) throws IOException {
    if (!files.exists(file)) {
      return !bytes.hasRemaining();
    }
    return files.size(file) == bytes.remaining() && readAll(file).equals(bytes);
  }

  /** Writes from a position on and cuts the file there; nothing for no bytes unless always. */
  void write(Path file, long position, ByteBuffer bytes, boolean always) throws IOException {
    if (!bytes.hasRemaining() && !always) {
      return;
    }
    try (FileChannel channel = handles.makingRoom(() -> files.openForWrite(file))) {
      long at = position;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
      if (channel.size() > at) {
        channel.truncate(at);
      }
    }
  }

  /** Makes the index files of a sealed segment durable. */
  void sync(Segment segment) throws IOException {
    for (String suffix : new String[] {LogFiles.INDEX, LogFiles.TIME_INDEX}) {
      Path file = file(segment, suffix);
      if (files.exists(file)) {
        try (FileChannel channel = handles.makingRoom(() -> files.openForUpdate(file))) {
          files.sync(channel, file, true);
        }
      }
    }
  }

  static Path file(Segment segment, String suffix) {
    return LogFiles.of(segment.directory(), segment.baseOffset(), suffix);
  }
}

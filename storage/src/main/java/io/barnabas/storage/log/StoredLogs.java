package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.StoredDirectory.StoredLog;
import io.barnabas.storage.producer.StoredProducers;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads logs as they lie, without changing anything. Any thread; blocks. */
public final class StoredLogs {
  private static final int INDEX_ENTRY_SIZE = 8;

  private final FileSystemPort files;

  StoredLogs(FileSystemPort files) {
    this.files = files;
  }

  StoredLog read(Path directory, PartitionId id, @Nullable Uuid topicId, long checkpointedStart)
      throws IOException {
    List<Path> entries = files.list(directory);
    TreeMap<Long, Path> segments = segments(entries);
    long size = 0;
    for (Path segment : segments.values()) {
      size += files.size(segment);
    }
    long start = segments.isEmpty() ? 0 : segments.firstKey();
    End end = segments.isEmpty() ? new End(start, null) : end(segments);
    return new StoredLog(
        directory,
        id.topic(),
        id.partition(),
        topicId,
        segments.size(),
        size,
        Math.max(start, checkpointedStart),
        end.offset(),
        StoredProducers.count(files, entries),
        end.damage());
  }

  private static TreeMap<Long, Path> segments(List<Path> entries) {
    TreeMap<Long, Path> segments = new TreeMap<>();
    for (Path entry : entries) {
      OptionalLong base = LogFiles.baseOffset(entry, LogFiles.LOG);
      base.ifPresent(offset -> segments.put(offset, entry));
    }
    return segments;
  }

  private record End(long offset, @Nullable String damage) {}

  /** The end by the headers of the last segment: from where its index leads, or all of them. */
  private End end(TreeMap<Long, Path> segments) throws IOException {
    long base = segments.lastKey();
    Path file = segments.lastEntry().getValue();
    try (FileChannel channel = files.openForRead(file)) {
      int size = (int) Math.min(Integer.MAX_VALUE, channel.size());
      End end = walk(file, channel, indexed(file, base, size), size, base);
      return end.offset() < 0 ? walk(file, channel, 0, size, base) : end;
    }
  }

  /** An offset of -1 if the position is none at which a batch of this segment begins. */
  private static End walk(Path file, FileChannel channel, int from, int size, long base)
      throws IOException {
    BatchWalk walk = new BatchWalk(file, channel, from, size);
    long next = from == 0 ? base : -1;
    try {
      while (walk.next()) {
        if (walk.baseOffset() < base || walk.baseOffset() < next) {
          return new End(next, "batches out of order at byte " + walk.position());
        }
        next = walk.lastOffset() + 1;
      }
      return new End(next, null);
    } catch (CorruptLogException torn) {
      return new End(next, "not whole from byte " + walk.position() + " of " + size);
    }
  }

  /** The position of the last entry of the offset index that can be right; 0 without one. */
  private int indexed(Path log, long base, int size) throws IOException {
    Path index = LogFiles.of(log.resolveSibling(""), base, LogFiles.INDEX);
    if (!files.exists(index)) {
      return 0;
    }
    ByteBuffer entries = files.readAll(index);
    int last = 0;
    for (int at = 0; at + INDEX_ENTRY_SIZE <= entries.limit(); at += INDEX_ENTRY_SIZE) {
      int position = entries.getInt(at + Integer.BYTES);
      if (position <= last || position >= size) {
        break;
      }
      last = position;
    }
    return last;
  }

  /**
   * Hands every whole batch with a good CRC to the consumer, in order, up to the first that is not.
   * The buffer holds one batch and is valid during the call only.
   *
   * @return the offset after the last batch
   */
  public long forEachBatch(Path directory, Consumer<ByteBuf> consumer) throws IOException {
    TreeMap<Long, Path> segments = segments(files.list(directory));
    long next = segments.isEmpty() ? 0 : segments.firstKey();
    for (Path segment : segments.values()) {
      FileHandle handle = new FileHandle(files.openForRead(segment));
      try {
        int size = (int) Math.min(Integer.MAX_VALUE, handle.channel().size());
        LogRecovery.GoodEnd end =
            LogRecovery.scan(
                handle,
                0,
                size,
                next,
                (buffer, at, position) ->
                    consumer.accept(buffer.slice(at, BatchHeader.sizeInBytes(buffer, at))));
        next = end.nextOffset();
        if (end.position() < size) {
          return next;
        }
      } finally {
        handle.release();
      }
    }
    return next;
  }
}

package io.barnabas.storage.log;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.LogLoader.Checkpointed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What recovery may cut off. Of a topic everything behind the first bad byte, as Apache Kafka does.
 * Of the metadata only what an append may have left that was not answered: with anything more the
 * broker would go on without topics that it has acknowledged, so the log is damaged and kept. Of
 * one load.
 */
final class RecoveryCuts {
  private static final Logger LOG = LoggerFactory.getLogger(RecoveryCuts.class);
  private static final int WINDOW_BYTES = 1 << 20;

  /** The first append of a new log is answered before the next, and much smaller. */
  private static final int FIRST_APPEND_MAX = 4 << 10;

  private final PartitionId id;
  private final boolean isMetadata;
  private final long synced;

  RecoveryCuts(PartitionId id, Checkpointed checkpointed) {
    this.id = id;
    this.isMetadata = PartitionDirectories.isMetadata(id);
    this.synced = Math.max(checkpointed.recoveryPoint(), checkpointed.logStartOffset());
  }

  /**
   * Everything behind the good end of a segment is to be cut off.
   *
   * @param first whether no segment lies before
   * @throws CorruptLogException if it must not be
   */
  void behind(LogRecovery.GoodEnd good, Segment segment, FileHandle handle, boolean first)
      throws IOException {
    int position = good.position();
    boolean zeros = isZeroFrom(handle, segment, position);
    if (isMetadata) {
      requireSynced(segment.file(), position, good.nextOffset());
      boolean begun = position > 0 || !first;
      if (synced == 0
          && (hasBatchBehind(good, segment, handle)
              || !begun && !zeros && !isFirst(segment, handle))) {
        throw new CorruptLogException(
            segment.file(), position, "a batch at offset " + good.nextOffset(), "something else");
      }
    }
    if (zeros) {
      LOG.info("{} was preallocated and ends at offset {}", segment.file(), good.nextOffset());
    } else {
      LOG.warn(
          "{} is torn at {} of {} bytes; it now ends at offset {}",
          segment.file(),
          position,
          segment.size(),
          good.nextOffset());
    }
  }

  /** Segments that do not go on where the good ones end are to be dropped. */
  void dropped(List<Segment> behind, long nextOffset) throws CorruptLogException {
    Path first = behind.get(0).file();
    requireSynced(first, 0, nextOffset);
    if (isMetadata && synced == 0 && behind.stream().anyMatch(segment -> segment.size() > 0)) {
      throw new CorruptLogException(
          first, 0, "offset " + nextOffset, "offset " + behind.get(0).baseOffset());
    }
  }

  /** The log ends at an offset. */
  void requireWhole(Path directory, long nextOffset) throws CorruptLogException {
    requireSynced(directory, 0, nextOffset);
  }

  /**
   * Asked before anything is written to a log directory.
   *
   * @param synced up to where its logs were, by the names of their directories
   * @throws LogStoreException if the metadata was there and is gone
   */
  static void requireMetadata(FileSystemPort files, Path directory, Map<String, Long> synced)
      throws IOException, LogStoreException {
    Path metadata = directory.resolve(PartitionDirectories.METADATA_LOG);
    long end = synced.getOrDefault(PartitionDirectories.METADATA_LOG, 0L);
    if (end > 0 && !files.exists(metadata)) {
      throw new LogStoreException(
          metadata
              + " is gone, with metadata that was durable up to offset "
              + end
              + "; restore all log directories from a backup, or name empty ones in log.dirs to"
              + " begin anew");
    }
  }

  private void requireSynced(Path file, long position, long nextOffset) throws CorruptLogException {
    if (isMetadata && nextOffset < synced) {
      throw new CorruptLogException(
          file,
          position,
          "the records up to offset " + synced + ", which were durable",
          "an end at offset " + nextOffset);
    }
  }

  /** Whether zeros begin at a position, as behind what was written to a preallocated file. */
  static boolean isZeroFrom(FileHandle handle, Segment segment, int position) throws IOException {
    try {
      return !new BatchWalk(segment.file(), handle.channel(), position, segment.size(), true)
          .next();
    } catch (CorruptLogException e) {
      return false;
    }
  }

  /** Whether all there is may be a part of the first append of all. */
  private static boolean isFirst(Segment segment, FileHandle handle) throws IOException {
    int size = segment.size();
    ByteBuffer offset = ByteBuffer.allocate(Math.min(size, Long.BYTES));
    read(handle, 0, offset);
    boolean zero = true;
    while (offset.hasRemaining()) {
      zero &= offset.get() == 0;
    }
    return zero && size <= FIRST_APPEND_MAX;
  }

  /** Whether a whole batch with a good checksum lies anywhere behind. */
  private static boolean hasBatchBehind(
      LogRecovery.GoodEnd good, Segment segment, FileHandle handle) throws IOException {
    ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
    ByteBuf bytes = Unpooled.wrappedBuffer(window.array());
    int step = WINDOW_BYTES - BatchLayout.HEADER_SIZE + 1;
    for (long start = good.position(); start < segment.size(); start += step) {
      read(handle, start, window.clear());
      for (int at = 0; at + BatchLayout.HEADER_SIZE <= window.limit(); at++) {
        int from = (int) start + at;
        if (mayBegin(bytes, at, good.nextOffset(), segment.size() - from)
            && LogRecovery.scan(handle, from, from + size(bytes, at), 0, (b, i, p) -> {}).position()
                > from) {
          return true;
        }
      }
    }
    return false;
  }

  /** Of garbage next to nothing passes, or reading it would take for ever. */
  private static boolean mayBegin(ByteBuf bytes, int at, long nextOffset, int left) {
    long distance = BatchHeader.baseOffset(bytes, at) - nextOffset;
    return BatchHeader.magic(bytes, at) == BatchLayout.MAGIC_V2
        && distance >= 0
        && distance <= Integer.MAX_VALUE
        && BatchHeader.batchLength(bytes, at) >= BatchLayout.HEADER_SIZE - BatchLayout.LOG_OVERHEAD
        && BatchHeader.batchLength(bytes, at) <= left - BatchLayout.LOG_OVERHEAD;
  }

  private static int size(ByteBuf bytes, int at) {
    return BatchHeader.batchLength(bytes, at) + BatchLayout.LOG_OVERHEAD;
  }

  private static void read(FileHandle handle, long position, ByteBuffer into) throws IOException {
    while (into.hasRemaining()) {
      if (handle.channel().read(into, position + into.position()) < 0) {
        break;
      }
    }
    into.flip();
  }
}

package io.barnabas.storage.log;

import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.index.AbortedTransaction;
import io.barnabas.storage.index.TransactionIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The transaction index of one segment: in memory while it grows, in its file and the cache when it
 * is durable and grows no more. The log's owner adds, a flusher saves; the object's lock keeps the
 * two apart. Any thread reads.
 */
final class SegmentTransactions {
  private final Path file;
  private final long base;
  private volatile @Nullable TransactionIndex held;
  private int saved;

  private SegmentTransactions(
      Path directory, long base, @Nullable TransactionIndex held, int saved) {
    this.file = LogFiles.of(directory, base, LogFiles.TXN_INDEX);
    this.base = base;
    this.held = held;
    this.saved = saved;
  }

  /** Without a file yet. */
  static SegmentTransactions empty(Path directory, long base) {
    return new SegmentTransactions(directory, base, new TransactionIndex(), 0);
  }

  /** As a file that was checked has it. */
  static SegmentTransactions of(Path directory, long base, TransactionIndex index) {
    return new SegmentTransactions(directory, base, index, index.count());
  }

  /** As a file that was made for a segment that took the place of others. */
  static SegmentTransactions saved(Path directory, long base, int count) {
    return new SegmentTransactions(directory, base, null, count);
  }

  /** Writes the index of a segment that is being made; durable when this returns. */
  static void writeAside(FileSystemPort files, Segment segment, TransactionIndex index)
      throws IOException {
    String suffix = LogFiles.TXN_INDEX + LogFiles.CLEANED;
    Path aside = LogFiles.of(segment.directory(), segment.baseOffset(), suffix);
    write(files, aside, 0, index.encode(0));
  }

  Path file() {
    return file;
  }

  long base() {
    return base;
  }

  /** The segment is the last one. */
  synchronized void append(AbortedTransaction aborted) {
    Objects.requireNonNull(held, "a sealed segment ends no transaction").append(aborted);
  }

  boolean isHeld() {
    return held != null;
  }

  /** The entries there are now. */
  TransactionIndex read(TransactionIndexCache cache) throws IOException {
    TransactionIndex index = held;
    return index == null ? cache.of(file, base) : index;
  }

  /** Drops entries whose markers lie at or beyond an offset, and may grow again from there. */
  synchronized void truncate(long offset, TransactionIndexCache cache) throws IOException {
    TransactionIndex kept = read(cache).before(offset);
    held = kept;
    saved = Math.min(saved, kept.count());
    cache.forget(file);
  }

  /**
   * Makes the entries durable.
   *
   * @param grows whether more may come; otherwise memory is given back
   * @return whether the file is new, so that its name is to be synced
   */
  synchronized boolean save(FileSystemPort files, TransactionIndexCache cache, boolean grows)
      throws IOException {
    TransactionIndex index = held;
    if (index == null) {
      return false;
    }
    boolean created = false;
    long size = (long) index.count() * TransactionIndex.ENTRY_BYTES;
    if (index.count() > saved || (files.exists(file) && files.size(file) != size)) {
      created = !files.exists(file);
      write(files, file, (long) saved * TransactionIndex.ENTRY_BYTES, index.encode(saved));
      saved = index.count();
    }
    if (!grows && index.count() > 0) {
      cache.forget(file);
      held = null;
    }
    return created;
  }

  private static void write(FileSystemPort files, Path file, long position, ByteBuffer bytes)
      throws IOException {
    try (FileChannel channel = files.openForWrite(file)) {
      long at = position;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
      channel.truncate(at);
      files.sync(channel, file, true);
    }
  }
}

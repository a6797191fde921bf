package io.barnabas.coordinator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Port: the materialised view of one internal partition, an ordered key-value store with numbered
 * column families. A write-ahead log is not needed: the partition is one. Everything may be lost or
 * fall back to an earlier {@link #write} in a crash, as long as entries and position fall back
 * together; only {@link #discard} must not be undone by a crash. Called by one thread at a time.
 *
 * <p>All methods throw {@link ViewDamagedException} if the store cannot be read; it is then
 * discarded and rebuilt.
 */
public interface ViewStore extends AutoCloseable {

  /** The position written last, or null if the view is empty, new or was discarded. */
  @Nullable ViewPosition position();

  byte @Nullable [] get(int columnFamily, byte[] key);

  /**
   * Visits entries whose key starts with {@code prefix} and is not below {@code from}, in unsigned
   * key order.
   */
  void scan(int columnFamily, byte[] prefix, byte[] from, EntryVisitor visitor);

  /** Writes all changes and the position in one atomic batch. */
  void write(List<ViewChange> changes, ViewPosition position);

  /**
   * Removes everything, position included, durably: it must not reappear after a crash, because by
   * then the log may have grown past the old position and the old entries could not be told from
   * good ones.
   */
  void discard();

  /** Makes what was written durable, to shorten the next replay. */
  void sync();

  @Override
  void close();

  /** Receives entries; the arrays must not be changed. Returns false to stop. */
  @FunctionalInterface
  interface EntryVisitor {
    boolean visit(byte[] key, byte[] value);
  }
}

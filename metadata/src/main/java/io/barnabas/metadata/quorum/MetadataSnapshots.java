package io.barnabas.metadata.quorum;

import io.netty.buffer.ByteBuf;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** Port: the snapshot files next to the metadata log. May be called from any thread, one at a time. */
public interface MetadataSnapshots {

  /** The snapshots there are, the oldest first. */
  List<SnapshotId> list();

  /**
   * Hands the content to the consumer, batch by batch, in order. The buffer is valid during the call
   * only. Bytes that are not a whole batch end the reading like the end of the file.
   */
  void read(SnapshotId id, Consumer<ByteBuf> consumer);

  /**
   * Writes a snapshot; it appears under its name only once all of it would survive a loss of power.
   *
   * @param batches drawn one after the other; ownership of each passes with {@code next}
   */
  void write(SnapshotId id, Iterator<ByteBuf> batches);

  void delete(SnapshotId id);
}

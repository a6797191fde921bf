package io.barnabas.metadata.quorum;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.Consumer;

/**
 * Port: the snapshot files next to the metadata log. May be called from any thread, one at a time.
 */
public interface MetadataSnapshots {

  /** Name of the file that formatting leaves beside the logs before Kafka 4.4. */
  String BOOTSTRAP_FILE = "bootstrap.checkpoint";

  /** The snapshots there are, the oldest first. */
  List<SnapshotId> list();

  /**
   * Hands the content to the consumer, batch by batch, in order. The buffer is valid during the
   * call only. Bytes that are not a whole batch end the reading like the end of the file. Stops at
   * what the consumer throws.
   */
  void read(SnapshotId id, Consumer<ByteBuf> consumer);

  /**
   * As {@link #read}, of {@link #BOOTSTRAP_FILE}.
   *
   * @return false if there is none
   */
  boolean readBootstrap(Consumer<ByteBuf> consumer);

  /**
   * Writes a snapshot; it appears under its name only once all of it would survive a loss of power,
   * and not at all if the content throws.
   */
  void write(SnapshotId id, Content content);

  /** Does nothing if there is none. */
  void delete(SnapshotId id);

  /** What a snapshot consists of. */
  @FunctionalInterface
  interface Content {

    /** Hands one batch after the other to the sink; each buffer is valid during the call only. */
    void writeTo(Consumer<ByteBuf> sink);
  }
}

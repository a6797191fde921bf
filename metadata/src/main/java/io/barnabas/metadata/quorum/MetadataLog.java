package io.barnabas.metadata.quorum;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Port: the log of the metadata partition, an append-only run of record batches. Called by one
 * thread at a time.
 */
public interface MetadataLog {

  /** Offset of the first record still kept. */
  long startOffset();

  /** Offset after the last record. */
  long endOffset();

  /**
   * Appends one record batch, whose base offset is {@link #endOffset()} and which carries its
   * leader epoch.
   *
   * @param batch ownership of one reference passes to the log
   * @return completed, in the order of the calls and on any thread, once the batch would survive a
   *     loss of power; exceptionally if it is not known to, with {@link AppendRefusedException} if
   *     it is known not to be there
   */
  CompletionStage<Void> append(ByteBuf batch);

  /**
   * Hands every whole batch from an offset to the end to the consumer, one at a time, in order. The
   * buffer is valid during the call only. Stops at what the consumer throws.
   *
   * @param fromOffset at least {@link #startOffset()}; the first batch contains it
   */
  void read(long fromOffset, Consumer<ByteBuf> consumer);

  /**
   * Forgets what lies before an offset, now or later; the log may keep more.
   *
   * @param newStartOffset at most {@link #endOffset()}
   */
  void deleteBefore(long newStartOffset);
}

package io.barnabas.storage.log;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.storage.file.FileRecords;
import io.barnabas.storage.log.ReadOutcome.LogSlice;
import io.barnabas.storage.log.ReadOutcome.OffsetOutOfRange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Copies the batches of a log, each with its checksum proven, to the end of another. One caller at
 * a time; blocks on the disk.
 */
final class LogCopy {
  /**
   * What a step has done.
   *
   * @param bytes copied; 0 when there was nothing left
   * @param left bytes still to be copied, about; a very large number when that is not known
   */
  record Copied(int bytes, long left) {}

  /** Another copy, made later, may do better. */
  static final class PassingFailureException extends IOException {
    private static final long serialVersionUID = 1L;

    PassingFailureException(String message) {
      super(message);
    }
  }

  private final PartitionLog source;
  private final PartitionLog target;

  LogCopy(PartitionLog source, PartitionLog target) {
    this.source = source;
    this.target = target;
  }

  /** Where a copy has to begin: with the batch that holds the log's start. */
  static long firstOffset(PartitionLog source) throws IOException {
    long start = source.logStartOffset();
    ByteBuf first = read(source, start, 1);
    try {
      return first.isReadable()
          ? Math.min(start, BatchHeader.baseOffset(first, first.readerIndex()))
          : start;
    } finally {
      first.release();
    }
  }

  /**
   * Cuts the copy where the log does not go on as the copy does: a loss of power may have taken
   * what the copy had been given.
   *
   * @return whether it is a copy of the log now
   */
  CompletionStage<Boolean> align() {
    long end = target.logEndOffset();
    int epoch = target.latestEpoch();
    long start = source.logStartOffset();
    if (start - end > Integer.MAX_VALUE / 2 || source.cleanedOffset() != target.cleanedOffset()) {
      return CompletableFuture.completedFuture(false);
    }
    if (epoch < 0) {
      return CompletableFuture.completedFuture(end <= source.logEndOffset());
    }
    EpochEndOffset theirs = source.endOffsetForEpoch(epoch);
    if (theirs.leaderEpoch() != epoch) {
      // Of what is left of the epochs before, nobody asks: it is copied anew.
      return CompletableFuture.completedFuture(end <= start && end == target.logStartOffset());
    }
    return theirs.endOffset() >= end
        ? CompletableFuture.completedFuture(true)
        : target.truncateTo(theirs.endOffset()).thenApply(cut -> true);
  }

  /**
   * Copies what comes next.
   *
   * @param maxBytes the most to copy, but for a batch that is larger
   * @return fails with an IOException when the one cannot be read, or the other not written
   */
  CompletionStage<Copied> next(int maxBytes) {
    try {
      return copy(maxBytes);
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<Copied> copy(int maxBytes) throws IOException {
    long from = Math.max(target.logEndOffset(), source.logStartOffset());
    if (from - target.logEndOffset() > Integer.MAX_VALUE / 2) {
      throw new PassingFailureException(source.id() + " has lost too much at its start meanwhile");
    }
    int most = Math.min(maxBytes, target.config().segmentBytes());
    LogSlice slice = slice(source, from, most);
    int bytes = slice.records().sizeInBytes();
    ByteBuf batches = take(slice);
    if (bytes == 0) {
      batches.release();
      return CompletableFuture.completedFuture(new Copied(0, 0));
    }
    long left = left(slice, bytes);
    if (bytes > target.config().segmentBytes()) {
      // Written when segments were larger.
      target.updateConfig(target.config().toBuilder().segmentBytes(bytes).build());
    }
    return target
        .appendAsFollower(batches)
        .thenApply(
            outcome -> {
              if (outcome instanceof AppendOutcome.Appended) {
                return new Copied(bytes, left);
              }
              String why = source.id() + " cannot be copied: " + outcome;
              boolean disk =
                  outcome instanceof AppendOutcome.Refused refused
                      && refused.fault() == AppendFault.STORAGE_ERROR;
              // Where that is no want of room, the directory is offline by now.
              throw new CompletionException(
                  disk ? new PassingFailureException(why) : new IOException(why));
            });
  }

  private long left(LogSlice slice, int bytes) {
    LogState state = source.loaded().state();
    Segment last = state.segments().last();
    return last.baseOffset() == slice.segmentBaseOffset()
        ? last.size() - slice.position() - bytes
        : Long.MAX_VALUE;
  }

  private static ByteBuf read(PartitionLog log, long offset, int maxBytes) throws IOException {
    return take(slice(log, offset, maxBytes));
  }

  /** From the log's start on, where that has moved beyond the offset meanwhile. */
  static LogSlice slice(PartitionLog log, long offset, int maxBytes) throws IOException {
    ReadOutcome outcome = log.read(offset, Long.MAX_VALUE, maxBytes, true);
    if (outcome instanceof LogSlice slice) {
      return slice;
    }
    if (outcome instanceof OffsetOutOfRange gone && gone.logStartOffset() > offset) {
      return slice(log, gone.logStartOffset(), maxBytes);
    }
    throw new IOException(log.id() + " cannot be read at offset " + offset + ": " + outcome);
  }

  private static ByteBuf take(LogSlice slice) throws IOException {
    FileRecords records = slice.records();
    ByteBuf batches = PooledByteBufAllocator.DEFAULT.buffer(records.sizeInBytes());
    try {
      records.readInto(batches);
      return batches;
    } catch (IOException | RuntimeException e) {
      batches.release();
      throw e;
    } finally {
      records.release();
    }
  }
}

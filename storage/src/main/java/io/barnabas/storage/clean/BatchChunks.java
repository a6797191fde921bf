package io.barnabas.storage.clean;

import io.barnabas.codec.batch.BatchCrc;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.file.FileRecords;
import io.barnabas.storage.log.CorruptLogException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;

/**
 * Reads a segment chunk by chunk, each of whole batches with good CRCs: what is written anew gets a
 * new CRC, so damage must be found here or never. One thread; to be closed.
 */
final class BatchChunks implements AutoCloseable {
  private final SealedSegment segment;
  private final FileHandle handle;
  private final ByteBuf chunk;
  private final int chunkBytes;
  private int position;

  BatchChunks(SealedSegment segment, int start, int chunkBytes) throws IOException {
    this.segment = segment;
    this.handle = segment.open();
    this.position = start;
    this.chunkBytes = chunkBytes;
    this.chunk = PooledByteBufAllocator.DEFAULT.heapBuffer(chunkBytes);
  }

  /** Reads on; false at the end of the segment. The chunk is valid until the next call. */
  boolean next() throws IOException {
    int left = segment.sizeInBytes() - position;
    if (left <= 0) {
      return false;
    }
    read(Math.min(left, chunkBytes));
    int whole = wholeBatches();
    if (whole == 0) {
      read(Math.min(left, firstBatchBytes(left)));
      whole = wholeBatches();
    }
    if (whole == 0) {
      throw new CorruptLogException(segment.file(), position, "a whole batch", left + " bytes");
    }
    chunk.writerIndex(whole);
    position += whole;
    return true;
  }

  private void read(int bytes) throws IOException {
    chunk.clear();
    FileRecords.read(handle.channel(), position, bytes, chunk);
  }

  private int firstBatchBytes(int left) throws IOException {
    int length = left < BatchLayout.LOG_OVERHEAD ? -1 : BatchHeader.batchLength(chunk, 0);
    if (length < 0 || length > left - BatchLayout.LOG_OVERHEAD) {
      throw new CorruptLogException(
          segment.file(), position, "a batch within " + left + " bytes", "a length of " + length);
    }
    return length + BatchLayout.LOG_OVERHEAD;
  }

  private int wholeBatches() throws IOException {
    BatchScanner batches = new BatchScanner(chunk, 0, chunk.writerIndex());
    while (batches.next()) {
      if (!BatchCrc.isValid(chunk, batches.index())) {
        throw new CorruptLogException(
            segment.file(), position + batches.index(), "a good CRC", "a wrong one");
      }
    }
    if (batches.end() == BatchScanner.End.BAD_LENGTH
        || batches.end() == BatchScanner.End.BAD_MAGIC) {
      throw new CorruptLogException(
          segment.file(), position + batches.index(), "a batch", batches.end().name());
    }
    return batches.index();
  }

  /** Whole batches, from index 0 to the writer index. */
  ByteBuf chunk() {
    return chunk;
  }

  /** Whether nothing follows the chunk. */
  boolean atEnd() {
    return position >= segment.sizeInBytes();
  }

  @Override
  public void close() {
    chunk.release();
    handle.release();
  }
}

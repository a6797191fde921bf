package io.barnabas.server.network;

import io.barnabas.storage.file.FileRecords;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A range of a log file that is to be encrypted, which the kernel cannot do for us: read a piece at
 * a time, as the client takes them. All of it was in memory when the fetch was answered; what a
 * slow client has not taken a moment later is brought in again by somebody who may wait for the
 * disk. Confined to the connection's event loop.
 */
final class FileRecordsChunks implements ChunkedInput<ByteBuf> {
  /** Some TLS records at once; more than the kernel takes at once would only lie about. */
  private static final int CHUNK_BYTES = 128 << 10;

  /** What is brought in at once. */
  private static final int AHEAD_BYTES = 2 << 20;

  /** For how long what was in memory counts as being there. */
  private static final long BELIEVED_NANOS = 1_000_000_000L;

  /**
   * Who helps with what is in memory no more.
   *
   * @param readers may wait for the disk
   * @param loop the connection's event loop
   * @param resume goes on with sending
   * @param nanoTime the monotonic clock
   */
  record Helpers(
      SentPages pages, Executor readers, Executor loop, Runnable resume, LongSupplier nanoTime) {}

  private final FileRecords records;
  private final Helpers helpers;
  private int sent;
  private int inMemoryTo;
  private long inMemorySince;
  private boolean loading;
  private boolean closed;

  /** Takes over one reference of the records, which are in memory now. */
  FileRecordsChunks(FileRecords records, Helpers helpers) {
    this.records = records;
    this.helpers = helpers;
    this.inMemoryTo = records.sizeInBytes();
    this.inMemorySince = helpers.nanoTime().getAsLong();
  }

  @Override
  public boolean isEndOfInput() {
    return sent == records.sizeInBytes();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      records.release();
    }
  }

  @Deprecated
  @Override
  public @Nullable ByteBuf readChunk(ChannelHandlerContext context) throws IOException {
    return readChunk(context.alloc());
  }

  /** Null while somebody brings in what comes next. */
  @Override
  public @Nullable ByteBuf readChunk(ByteBufAllocator allocator) throws IOException {
    int bytes = Math.min(CHUNK_BYTES, records.sizeInBytes() - sent);
    if (loading || isCold(bytes) && bringIn()) {
      return null;
    }
    ByteBuf chunk = allocator.directBuffer(bytes);
    try {
      FileRecords.read(records.channel(), records.position() + sent, bytes, chunk);
    } catch (IOException | RuntimeException | Error e) {
      chunk.release();
      throw e;
    }
    sent += bytes;
    return chunk;
  }

  private boolean isCold(int bytes) {
    boolean believed =
        sent + bytes <= inMemoryTo
            && helpers.nanoTime().getAsLong() - inMemorySince < BELIEVED_NANOS;
    return !believed
        && !helpers.pages().areKnown(records.handle(), records.position() + sent, bytes);
  }

  /** False when the broker stops and nobody is there to do it. */
  private boolean bringIn() {
    int from = sent;
    int bytes = Math.min(AHEAD_BYTES, records.sizeInBytes() - from);
    records.retain();
    loading = true;
    try {
      helpers.readers().execute(() -> load(from, bytes));
      return true;
    } catch (RejectedExecutionException e) {
      records.release();
      loading = false;
      return false;
    }
  }

  private void load(int from, int bytes) {
    try {
      helpers.pages().bringIn(records.handle(), records.position() + from, bytes);
    } catch (IOException e) {
      // Reading it will tell.
    } finally {
      records.release();
      tell(from + bytes);
    }
  }

  private void tell(int to) {
    try {
      helpers.loop().execute(() -> loaded(to));
    } catch (RejectedExecutionException e) {
      // The network was stopped; there is nobody to send to.
    }
  }

  private void loaded(int to) {
    loading = false;
    inMemoryTo = to;
    inMemorySince = helpers.nanoTime().getAsLong();
    if (!closed) {
      helpers.resume().run();
    }
  }

  @Override
  public long length() {
    return records.sizeInBytes();
  }

  @Override
  public long progress() {
    return sent;
  }
}

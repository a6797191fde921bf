package io.barnabas.storage.log;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.storage.clean.Replacement;
import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.index.AbortedTransaction;
import io.barnabas.storage.index.SegmentIndexes;
import io.barnabas.storage.index.TransactionIndex;
import io.barnabas.storage.log.Segment.MaxTimestamp;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A segment in the making, in files that end in {@code .cleaned} until they are whole and durable.
 * Used by the cleaner's thread.
 */
final class SegmentReplacement implements Replacement {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentReplacement.class);

  private final LoadedLog log;
  private final LogContext context;
  private final List<Segment> sources;
  private final Segment segment;
  private final Path file;
  private final FileHandle handle;
  private final int intervalBytes;
  private final TransactionIndex aborted = new TransactionIndex();
  private int position;
  private boolean perhapsDecided;

  SegmentReplacement(LoadedLog log, List<Segment> sources) throws IOException {
    this.log = log;
    this.context = log.state().context();
    this.sources = List.copyOf(sources);
    this.intervalBytes = log.state().config().indexIntervalBytes();
    Segment first = sources.get(0);
    long createdMs = sources.get(sources.size() - 1).createdMs();
    this.segment = new Segment(first.directory(), first.baseOffset(), 0, createdMs, true);
    segment.activate(SegmentIndexes.empty(), MaxTimestamp.NONE, 0, 0, 0);
    this.file = LogFiles.of(first.directory(), first.baseOffset(), LogFiles.LOG + LogFiles.CLEANED);
    FileChannel channel = context.files().openForWrite(file);
    this.handle = new FileHandle(channel);
    channel.truncate(0);
  }

  @Override
  public void append(ByteBuf batches) throws IOException {
    int bytes = batches.readableBytes();
    if (bytes > Integer.MAX_VALUE - position) {
      throw new IllegalStateException(file + " would exceed 2 GiB");
    }
    BatchScanner scanner = BatchScanner.ofReadable(batches);
    int at = position;
    while (scanner.next()) {
      segment.onBatch(
          at,
          scanner.sizeInBytes(),
          BatchHeader.lastOffset(batches, scanner.index()),
          BatchHeader.maxTimestamp(batches, scanner.index()),
          intervalBytes);
      at += scanner.sizeInBytes();
    }
    ByteBuffer source = batches.nioBuffer();
    while (source.hasRemaining()) {
      position += handle.channel().write(source, position);
    }
    batches.skipBytes(bytes);
  }

  @Override
  public void noteAborted(AbortedTransaction transaction) {
    aborted.append(transaction);
  }

  @Override
  public int sizeInBytes() {
    return position;
  }

  @Override
  public boolean commit() throws IOException {
    try {
      prepare();
    } catch (IOException e) {
      context.health().failIfUnsynced("compacting " + log.state().id(), e);
      throw e;
    }
    return decide();
  }

  private void prepare() throws IOException {
    // By which retention goes where records have no timestamps.
    Path newest = sources.get(sources.size() - 1).file();
    context.files().setLastModifiedMs(file, context.files().lastModifiedMs(newest));
    context.files().sync(handle.channel(), file, true);
    context.indexes().writeAside(segment, LogFiles.CLEANED);
    SegmentSwap.renameAside(context, segment, LogFiles.INDEX);
    SegmentSwap.renameAside(context, segment, LogFiles.TIME_INDEX);
    Path replaced = LogFiles.of(segment.directory(), segment.baseOffset(), LogFiles.TXN_INDEX);
    if (aborted.count() > 0 || context.files().exists(replaced)) {
      // Be it empty: a restart could not tell the old one from one that has its name already.
      SegmentTransactions.writeAside(context.files(), segment, aborted);
      SegmentSwap.renameAside(context, segment, LogFiles.TXN_INDEX);
    }
    context.files().syncDirectory(segment.directory());
  }

  private boolean decide() throws IOException {
    segment.publish(position);
    if (!handle.tryRetain()) {
      throw new IllegalStateException(file + " is closed");
    }
    segment.pin(handle);
    boolean done;
    try {
      done = swap();
    } finally {
      segment.unpin();
    }
    if (done) {
      boolean unused = handle.release();
      syncNames();
    }
    return done;
  }

  private boolean swap() throws IOException {
    try {
      perhapsDecided = true;
      boolean done =
          log.swap(new SegmentSwap(log.state(), sources, segment)).toCompletableFuture().join();
      perhapsDecided = done;
      return done;
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw e;
    }
  }

  /** Or the next replacement could meet what a loss of power has left of this one. */
  private void syncNames() throws IOException {
    try {
      context.files().syncDirectory(segment.directory());
    } catch (IOException e) {
      context.health().fail("compacting " + log.state().id() + ": " + e);
      throw e;
    }
  }

  @Override
  public void abandon() {
    boolean unused = handle.release();
    if (perhapsDecided) {
      return; // The next start finishes it.
    }
    try {
      // The log file last: as long as it is there, a restart knows the others for leftovers.
      for (String suffix : List.of(LogFiles.INDEX, LogFiles.TIME_INDEX, LogFiles.TXN_INDEX)) {
        delete(suffix + LogFiles.SWAP);
        delete(suffix + LogFiles.CLEANED);
      }
      context.files().syncDirectory(segment.directory());
      delete(LogFiles.LOG + LogFiles.CLEANED);
    } catch (IOException e) {
      context.health().failIfUnsynced("compacting " + log.state().id(), e);
      LOG.debug("{} is left for the next start: {}", file, e.toString());
    }
  }

  private void delete(String suffix) throws IOException {
    context.files().deleteIfExists(LogFiles.of(segment.directory(), segment.baseOffset(), suffix));
  }
}

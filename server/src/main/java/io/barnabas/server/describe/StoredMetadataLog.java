package io.barnabas.server.describe;

import io.barnabas.metadata.quorum.MetadataLog;
import io.barnabas.storage.log.StoredDirectory.StoredLog;
import io.barnabas.storage.log.StoredLogs;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The metadata log as it lies. */
public final class StoredMetadataLog implements MetadataLog {
  private final StoredLogs logs;
  private final StoredLog log;
  private final long endOffset;

  /** Reads the log once to learn where it really ends. */
  public StoredMetadataLog(StoredLogs logs, StoredLog log) throws IOException {
    this.logs = logs;
    this.log = log;
    this.endOffset = logs.forEachBatch(log.directory(), batch -> {});
  }

  @Override
  public long startOffset() {
    return log.startOffset();
  }

  @Override
  public long endOffset() {
    return endOffset;
  }

  @Override
  public void read(long fromOffset, Consumer<ByteBuf> consumer) {
    try {
      logs.forEachBatch(
          log.directory(),
          batch -> {
            // A running broker may have written more since the end was looked for.
            if (batch.getLong(batch.readerIndex()) < endOffset) {
              consumer.accept(batch);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CompletionStage<Void> append(ByteBuf batch) {
    throw new UnsupportedOperationException("read only");
  }

  @Override
  public void deleteBefore(long newStartOffset) {
    throw new UnsupportedOperationException("read only");
  }
}

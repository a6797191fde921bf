package io.barnabas.server.snapshot;

import io.barnabas.metadata.controller.StoredMetadata;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.quorum.LocalQuorum;
import io.barnabas.metadata.quorum.MetadataLog;
import io.barnabas.server.binding.MetadataFiles;
import io.barnabas.server.binding.MetadataPartition;
import io.barnabas.storage.file.FileSystemPort;
import io.netty.buffer.ByteBuf;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Reads the metadata that a snapshot has, which is one file and no log behind it. */
final class SnapshotMetadata implements MetadataLog {
  private SnapshotMetadata() {}

  static MetadataImage read(FileSystemPort files, Path snapshot) {
    MetadataFiles beside =
        new MetadataFiles(files, snapshot.resolve(MetadataPartition.ID.toString()));
    return StoredMetadata.read(new LocalQuorum.Storage(new SnapshotMetadata(), beside, beside))
        .image();
  }

  @Override
  public long startOffset() {
    return 0;
  }

  @Override
  public long endOffset() {
    return 0;
  }

  @Override
  public void read(long fromOffset, Consumer<ByteBuf> consumer) {}

  @Override
  public CompletionStage<Void> append(ByteBuf batch) {
    throw new UnsupportedOperationException("read only");
  }

  @Override
  public void deleteBefore(long newStartOffset) {
    throw new UnsupportedOperationException("read only");
  }
}

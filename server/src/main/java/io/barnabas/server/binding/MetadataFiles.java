package io.barnabas.server.binding;

import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.metadata.quorum.MetadataCorruptionException;
import io.barnabas.metadata.quorum.MetadataSnapshots;
import io.barnabas.metadata.quorum.QuorumStateFile;
import io.barnabas.metadata.quorum.SnapshotId;
import io.barnabas.storage.file.FileSystemPort;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Snapshots and {@code quorum-state} beside the metadata log, under the names Apache Kafka gives
 * them.
 */
public final class MetadataFiles implements MetadataSnapshots, QuorumStateFile {
  private static final String UNFINISHED = ".part";

  private final FileSystemPort files;
  private final Path directory;

  /** Over the directory of the metadata partition, which exists. */
  public MetadataFiles(FileSystemPort files, Path directory) {
    this.files = files;
    this.directory = directory;
  }

  private interface Action<T> {
    T run() throws IOException;
  }

  private static <T> T unchecked(Action<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<SnapshotId> list() {
    return unchecked(
        () ->
            files.list(directory).stream()
                .map(file -> SnapshotId.ofFileName(String.valueOf(file.getFileName())))
                .flatMap(Optional::stream)
                .sorted()
                .toList());
  }

  @Override
  public void read(SnapshotId id, Consumer<ByteBuf> consumer) {
    readBatches(directory.resolve(id.fileName()), consumer);
  }

  @Override
  public boolean readBootstrap(Consumer<ByteBuf> consumer) {
    Path file = directory.resolveSibling(BOOTSTRAP_FILE);
    if (!unchecked(() -> files.exists(file))) {
      return false;
    }
    readBatches(file, consumer);
    return true;
  }

  private void readBatches(Path file, Consumer<ByteBuf> consumer) {
    ByteBuf content;
    try {
      content = Unpooled.wrappedBuffer(files.readAll(file));
    } catch (IOException e) {
      throw new MetadataCorruptionException("The snapshot " + file + " cannot be read", e);
    }
    BatchScanner batches = BatchScanner.ofReadable(content);
    while (batches.next()) {
      consumer.accept(content.slice(batches.index(), batches.sizeInBytes()));
    }
  }

  @Override
  public void write(SnapshotId id, Content content) {
    Path file = directory.resolve(id.fileName());
    Path unfinished = directory.resolve(id.fileName() + UNFINISHED);
    unchecked(
        () -> {
          try (FileChannel channel = files.openForWrite(unfinished)) {
            channel.truncate(0);
            content.writeTo(batch -> append(channel, batch));
            channel.force(true);
          } catch (IOException | RuntimeException e) {
            files.deleteIfExists(unfinished);
            throw e;
          }
          files.rename(unfinished, file);
          files.syncDirectory(directory);
          return id;
        });
  }

  private static void append(FileChannel channel, ByteBuf batch) {
    unchecked(
        () -> {
          int done = 0;
          while (done < batch.readableBytes()) {
            done +=
                batch.getBytes(batch.readerIndex() + done, channel, batch.readableBytes() - done);
          }
          return done;
        });
  }

  /** The newest snapshot, if there is one. */
  public Optional<Stored> newest() {
    List<SnapshotId> all = list();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Path file = directory.resolve(all.get(all.size() - 1).fileName());
    return unchecked(() -> Optional.of(new Stored(files.size(file), files.lastModifiedMs(file))));
  }

  /**
   * A snapshot on the disk.
   *
   * @param writtenMs when, in Unix milliseconds
   */
  public record Stored(long bytes, long writtenMs) {}

  @Override
  public void delete(SnapshotId id) {
    unchecked(() -> files.deleteIfExists(directory.resolve(id.fileName())));
  }

  @Override
  public Optional<String> read() {
    Path file = directory.resolve("quorum-state");
    return unchecked(
        () ->
            files.exists(file)
                ? Optional.of(StandardCharsets.UTF_8.decode(files.readAll(file)).toString())
                : Optional.empty());
  }

  @Override
  public void write(String content) {
    unchecked(
        () -> {
          files.replaceAtomically(
              directory.resolve("quorum-state"), StandardCharsets.UTF_8.encode(content));
          return content;
        });
  }
}

package io.barnabas.server.binding;

import io.barnabas.codec.Uuid;
import io.barnabas.coordinator.ViewChange;
import io.barnabas.coordinator.ViewDamagedException;
import io.barnabas.coordinator.ViewPosition;
import io.barnabas.coordinator.ViewStore;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.view.KeyValueBatch;
import io.barnabas.storage.view.KeyValueStore;
import io.barnabas.storage.view.StoreDamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A coordinator's view in RocksDB. As long as nothing was ever written there is no store either: a
 * broker leads dozens of partitions that no group ever uses. The position is in the default column
 * family:
 *
 * <pre>
 * key "position" -> uuid topic id, int64 next offset, int32 leader epoch, int32 format version
 * </pre>
 */
final class RocksView implements ViewStore {
  private static final int DEFAULT_FAMILY = 0;
  private static final int POSITION_BYTES = 2 * Long.BYTES + Long.BYTES + 2 * Integer.BYTES;

  private final KeyValueStore store;
  private final FileSystemPort files;
  private final Path directory;
  private final Consumer<RocksView> onClose;
  private boolean exists;

  RocksView(
      KeyValueStore store, FileSystemPort files, Path directory, Consumer<RocksView> onClose) {
    this.onClose = onClose;
    this.store = store;
    this.files = files;
    this.directory = directory;
    try {
      this.exists = files.exists(directory);
    } catch (IOException e) {
      throw new ViewDamagedException("The view in " + directory + " cannot be found", e);
    }
  }

  private static byte[] positionKey() {
    return "position".getBytes(StandardCharsets.US_ASCII);
  }

  private static <T extends @Nullable Object> T undamaged(Supplier<T> use) {
    try {
      return use.get();
    } catch (StoreDamagedException e) {
      throw new ViewDamagedException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public @Nullable ViewPosition position() {
    byte[] value = get(DEFAULT_FAMILY, positionKey());
    if (value == null) {
      return null;
    }
    if (value.length != POSITION_BYTES) {
      throw new ViewDamagedException(
          "The view in " + directory + " has a position of " + value.length + " bytes");
    }
    ByteBuffer buffer = ByteBuffer.wrap(value);
    Uuid topicId = new Uuid(buffer.getLong(), buffer.getLong());
    return new ViewPosition(topicId, buffer.getLong(), buffer.getInt(), buffer.getInt());
  }

  private static byte[] encode(ViewPosition position) {
    return ByteBuffer.allocate(POSITION_BYTES)
        .putLong(position.topicId().msb())
        .putLong(position.topicId().lsb())
        .putLong(position.nextOffset())
        .putInt(position.leaderEpoch())
        .putInt(position.formatVersion())
        .array();
  }

  @Override
  public byte @Nullable [] get(int columnFamily, byte[] key) {
    if (!exists) {
      return null;
    }
    return RocksView.<byte @Nullable []>undamaged(() -> store.get(columnFamily, key));
  }

  @Override
  public void scan(int columnFamily, byte[] prefix, byte[] from, EntryVisitor visitor) {
    if (exists) {
      Boolean unused =
          undamaged(
              () -> {
                store.scan(columnFamily, prefix, from, visitor::visit);
                return true;
              });
    }
  }

  @Override
  public void write(List<ViewChange> changes, ViewPosition position) {
    if (!exists && changes.isEmpty()) {
      return;
    }
    KeyValueBatch batch = new KeyValueBatch();
    for (ViewChange change : changes) {
      byte[] value = change.value();
      if (value == null) {
        batch.delete(change.columnFamily(), change.key());
      } else {
        batch.put(change.columnFamily(), change.key(), value);
      }
    }
    batch.put(DEFAULT_FAMILY, positionKey(), encode(position));
    exists = true;
    Boolean unused =
        undamaged(
            () -> {
              store.write(batch);
              return true;
            });
  }

  @Override
  public void discard() {
    exists = false;
    Boolean unused =
        undamaged(
            () -> {
              store.discard();
              return true;
            });
  }

  @Override
  public void sync() {
    if (exists) {
      Boolean unused =
          undamaged(
              () -> {
                store.flush();
                return true;
              });
    }
  }

  @Override
  public void close() {
    store.close();
    onClose.accept(this);
  }
}

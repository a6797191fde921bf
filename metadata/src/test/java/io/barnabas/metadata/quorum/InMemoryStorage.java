package io.barnabas.metadata.quorum;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Metadata storage that outlives the quorums that use it, as a disk would. */
final class InMemoryStorage implements MetadataLog, MetadataSnapshots, QuorumStateFile {
  final TreeMap<Long, byte[]> batches = new TreeMap<>();
  final Map<SnapshotId, List<byte[]>> snapshots = new TreeMap<>();
  List<byte[]> bootstrap = List.of();
  Optional<String> quorumState = Optional.empty();
  boolean failAppends;

  /** Refuses what is appended, and what says that it follows what was refused. */
  boolean full;

  boolean throwOnAppend;
  private long startOffset;
  private long endOffset;

  LocalQuorum.Storage asStorage() {
    return new LocalQuorum.Storage(this, this, this);
  }

  @Override
  public long startOffset() {
    return startOffset;
  }

  @Override
  public long endOffset() {
    return endOffset;
  }

  @Override
  public CompletionStage<Void> append(ByteBuf batch) {
    byte[] bytes = ByteBufUtil.getBytes(batch);
    batch.release();
    if (throwOnAppend) {
      throw new IllegalStateException("the log is closed");
    }
    if (failAppends) {
      return CompletableFuture.failedFuture(new IllegalStateException("the disk is full"));
    }
    ByteBuf header = Unpooled.wrappedBuffer(bytes);
    if (full || header.getLong(0) != endOffset) {
      return CompletableFuture.failedFuture(
          full ? new AppendRefusedException("the disk is full") : new IllegalStateException());
    }
    batches.put(endOffset, bytes);
    endOffset += io.barnabas.codec.batch.BatchHeader.lastOffsetDelta(header, 0) + 1;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void read(long fromOffset, Consumer<ByteBuf> consumer) {
    List.copyOf(batches.tailMap(batches.floorKey(fromOffset)).values())
        .forEach(bytes -> consumer.accept(Unpooled.wrappedBuffer(bytes)));
  }

  @Override
  public void deleteBefore(long newStartOffset) {
    startOffset = newStartOffset;
    batches.headMap(newStartOffset).clear();
  }

  @Override
  public List<SnapshotId> list() {
    return List.copyOf(snapshots.keySet());
  }

  @Override
  public void read(SnapshotId id, Consumer<ByteBuf> consumer) {
    snapshots.get(id).forEach(bytes -> consumer.accept(Unpooled.wrappedBuffer(bytes)));
  }

  @Override
  public boolean readBootstrap(Consumer<ByteBuf> consumer) {
    bootstrap.forEach(bytes -> consumer.accept(Unpooled.wrappedBuffer(bytes)));
    return !bootstrap.isEmpty();
  }

  @Override
  public void write(SnapshotId id, Content content) {
    List<byte[]> written = new ArrayList<>();
    content.writeTo(batch -> written.add(ByteBufUtil.getBytes(batch)));
    snapshots.put(id, written);
  }

  @Override
  public void delete(SnapshotId id) {
    snapshots.remove(id);
  }

  @Override
  public Optional<String> read() {
    return quorumState;
  }

  @Override
  public void write(String content) {
    quorumState = Optional.of(content);
  }
}

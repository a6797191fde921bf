package io.barnabas.metadata.quorum;

import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;

/** Leads in epoch 1 and commits whatever it is given, in memory. */
public final class ImmediateQuorum implements MetadataQuorum {
  private final Executor executor;
  private Listener listener;
  private long nextOffset;

  public ImmediateQuorum(Executor executor) {
    this.executor = executor;
  }

  @Override
  public void start(Listener newListener) {
    listener = newListener;
    listener.onElected(1);
  }

  @Override
  public OptionalLong append(int epoch, List<MetadataRecord> records) {
    long base = nextOffset;
    nextOffset += records.size();
    long last = nextOffset - 1;
    executor.execute(() -> listener.onCommit(new CommittedBatch(base, last, epoch, 1, records)));
    return OptionalLong.of(last);
  }

  @Override
  public long nextOffset() {
    return nextOffset;
  }

  @Override
  public void offerSnapshot(MetadataImage image) {}

  @Override
  public void close() {}
}

package io.barnabas.metadata.controller;

import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.quorum.CommittedBatch;
import io.barnabas.metadata.quorum.LocalQuorum;
import io.barnabas.metadata.quorum.MetadataQuorum;
import io.barnabas.metadata.quorum.StoredQuorum;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.List;

/** The metadata of a cluster as it is stored, without a controller. */
public record StoredMetadata(MetadataImage image, StoredQuorum quorum) {

  /**
   * Reads it, without writing anything.
   *
   * @throws io.barnabas.metadata.quorum.MetadataCorruptionException if it cannot be read
   * @throws io.barnabas.metadata.image.InvalidMetadataRecordException if it holds what this version
   *     does not support
   */
  public static StoredMetadata read(LocalQuorum.Storage storage) {
    CommittedState state = new CommittedState();
    StoredQuorum quorum = StoredQuorum.read(storage, new Replaying(state));
    return new StoredMetadata(state.image(), quorum);
  }

  private record Replaying(CommittedState state) implements MetadataQuorum.Listener {
    @Override
    public void onBootstrap(List<MetadataRecord> records) {
      state.replace(new CommittedBatch(-1, -1, -1, -1, records));
    }

    @Override
    public void onSnapshot(CommittedBatch snapshot) {
      state.replace(snapshot);
    }

    @Override
    public void onCommit(CommittedBatch batch) {
      state.commit(batch);
    }

    @Override
    public void onElected(int epoch) {
      throw new IllegalStateException("nobody is elected by reading");
    }

    @Override
    public void onRefused(String reason) {
      throw new IllegalStateException("nothing is appended by reading");
    }

    @Override
    public void onResigned(int epoch, String reason) {
      throw new IllegalStateException("nobody resigns by reading");
    }
  }
}

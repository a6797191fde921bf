package io.barnabas.metadata.quorum;

import io.barnabas.codec.Message;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.Provenance;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What formatting leaves for the first start: metadata before anything has happened. */
public final class BootstrapSnapshot {
  private BootstrapSnapshot() {}

  /**
   * Writes it.
   *
   * @param self the only voter; null leaves open who votes, for the configuration to say
   * @param records metadata records, feature levels among them
   */
  public static void write(
      MetadataSnapshots snapshots, @Nullable LocalVoter self, List<Message> records, long nowMs) {
    MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
    records.forEach(delta::replay);
    MetadataImage image = delta.apply(new Provenance(-1, 0, nowMs));
    snapshots.write(
        SnapshotId.BOOTSTRAP,
        new SnapshotContent(
            image,
            self == null ? List.of() : VoterSet.of(self).records(),
            new MetadataBatches(ByteBufAllocator.DEFAULT),
            nowMs));
  }
}

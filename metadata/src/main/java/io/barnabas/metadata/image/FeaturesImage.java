package io.barnabas.metadata.image;

import io.barnabas.metadata.record.MetadataVersion;
import java.util.Map;
import java.util.Set;

/**
 * The finalized feature levels. A feature that is absent is at level 0: not in use.
 *
 * @param finalizedLevels level by feature name, without zeros
 */
public record FeaturesImage(Map<String, Short> finalizedLevels) {
  public static final String TRANSACTION_VERSION = "transaction.version";

  /** Transactions in which the producer's epoch rises with every end (KIP-890). */
  public static final short TRANSACTIONS_V2 = 2;

  /**
   * The levels this build can run at; a log that calls for another feature or level is refused.
   * What a feature stands for need not be there yet: its level is kept, and so is what it has
   * written.
   */
  public static final Map<String, VersionRange> SUPPORTED =
      Map.of(
          MetadataVersion.FEATURE,
          new VersionRange(MetadataVersion.MINIMUM, MetadataVersion.LATEST),
          "eligible.leader.replicas.version",
          upTo(1),
          "group.version",
          upTo(1),
          "share.version",
          upTo(2),
          "streams.version",
          upTo(1),
          TRANSACTION_VERSION,
          upTo(TRANSACTIONS_V2));

  /** The features that clients find here, and hear of. */
  public static final Set<String> SERVED = Set.of(MetadataVersion.FEATURE, TRANSACTION_VERSION);

  public static final FeaturesImage EMPTY = new FeaturesImage(Map.of());

  public FeaturesImage {
    finalizedLevels = Map.copyOf(finalizedLevels);
  }

  private static VersionRange upTo(int max) {
    return new VersionRange((short) 0, (short) max);
  }

  /** The finalized level of a feature, 0 where it is not in use. */
  public short level(String feature) {
    return finalizedLevels.getOrDefault(feature, (short) 0);
  }

  /**
   * The level that gates the formats of the metadata log.
   *
   * @throws IllegalStateException before it has been finalized
   */
  public MetadataVersion metadataVersion() {
    Short level = finalizedLevels.get(MetadataVersion.FEATURE);
    if (level == null) {
      throw new IllegalStateException(MetadataVersion.FEATURE + " is not finalized");
    }
    return new MetadataVersion(level);
  }
}

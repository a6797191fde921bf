package io.barnabas.metadata.image;

import io.barnabas.metadata.record.MetadataVersion;
import java.util.Map;

/**
 * The finalized feature levels. A feature that is absent is at level 0: not in use.
 *
 * @param finalizedLevels level by feature name, without zeros
 */
public record FeaturesImage(Map<String, Short> finalizedLevels) {
  /** The levels this build can run at; a feature that is not here is not supported at all. */
  public static final Map<String, VersionRange> SUPPORTED =
      Map.of(
          MetadataVersion.FEATURE,
          new VersionRange(MetadataVersion.MINIMUM, MetadataVersion.LATEST));

  public static final FeaturesImage EMPTY = new FeaturesImage(Map.of());

  public FeaturesImage {
    finalizedLevels = Map.copyOf(finalizedLevels);
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

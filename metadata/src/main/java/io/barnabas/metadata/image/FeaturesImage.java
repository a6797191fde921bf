package io.barnabas.metadata.image;

import java.util.Map;

/**
 * The finalized feature levels. A feature that is absent is at level 0: not in use.
 *
 * @param finalizedLevels level by feature name, without zeros
 */
public record FeaturesImage(Map<String, Short> finalizedLevels) {
  /** Name of the feature that gates the formats of the metadata log itself. */
  public static final String METADATA_VERSION = "metadata.version";

  public static final FeaturesImage EMPTY = new FeaturesImage(Map.of());

  public FeaturesImage {
    finalizedLevels = Map.copyOf(finalizedLevels);
  }

  /** The finalized level of a feature, 0 where it is not in use. */
  public short level(String feature) {
    return finalizedLevels.getOrDefault(feature, (short) 0);
  }
}

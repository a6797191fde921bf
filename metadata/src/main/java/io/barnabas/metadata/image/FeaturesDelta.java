package io.barnabas.metadata.image;

import io.barnabas.codec.Message;
import io.barnabas.codec.metadata.FeatureLevelRecord;
import java.util.HashMap;
import java.util.Map;

/** Changes of feature levels, on their way into an image. */
final class FeaturesDelta {
  private final FeaturesImage base;
  private final Map<String, Short> levels = new HashMap<>();

  FeaturesDelta(FeaturesImage base) {
    this.base = base;
  }

  boolean replay(Message record) {
    if (!(record instanceof FeatureLevelRecord feature)) {
      return false;
    }
    requireSupported(feature.name(), feature.featureLevel());
    levels.put(feature.name(), feature.featureLevel());
    return true;
  }

  boolean changed() {
    return !levels.isEmpty();
  }

  FeaturesImage apply() {
    if (levels.isEmpty()) {
      return base;
    }
    Map<String, Short> result = new HashMap<>(base.finalizedLevels());
    result.putAll(levels);
    result.values().removeIf(level -> level == 0);
    return new FeaturesImage(result);
  }

  private static void requireSupported(String feature, short level) {
    VersionRange supported = FeaturesImage.SUPPORTED.get(feature);
    if (level != 0 && (supported == null || !supported.contains(level))) {
      throw new InvalidMetadataRecordException(
          "The metadata log requires feature "
              + feature
              + " at level "
              + level
              + "; this version supports "
              + (supported == null
                  ? "only level 0"
                  : "levels " + supported.min() + " to " + supported.max())
              + ", and kafka-features.sh changes it under Apache Kafka");
    }
  }
}

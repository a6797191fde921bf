package io.barnabas.metadata.controller;

import io.barnabas.metadata.image.ImageRecords;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;

/** Leads to an image that exists already. */
final class Replay {
  private Replay() {}

  /** The delta from the empty image to this one, complete. */
  static MetadataDelta fromNothing(MetadataImage image) {
    MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
    if (!image.features().finalizedLevels().isEmpty()) {
      ImageRecords.write(image, record -> delta.replay(record.message()));
    }
    delta.apply(image.provenance());
    return delta;
  }
}

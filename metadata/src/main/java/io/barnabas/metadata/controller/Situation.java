package io.barnabas.metadata.controller;

import io.barnabas.codec.Message;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.random.RandomGenerator;

/**
 * What a rule may know besides the command.
 *
 * @param image everything accepted so far, committed or not
 * @param nextOffset offset the first record of the decision will have
 * @param termStartOffset offset at which this controller's term of leadership began
 */
record Situation(
    MetadataImage image, long nextOffset, long termStartOffset, RandomGenerator random) {

  /** Puts the version on a record that the finalized feature level calls for. */
  MetadataRecord record(Message message) {
    return image.features().metadataVersion().record(message);
  }
}

package io.barnabas.metadata.controller;

import io.barnabas.metadata.record.MetadataRecord;
import java.util.List;

/**
 * What a rule made of a command: what shall happen, all of it or nothing, and what to say once it
 * has.
 */
record Decision<R>(List<MetadataRecord> records, R reply) {
  Decision {
    records = List.copyOf(records);
  }

  /** Nothing happens. */
  static <R> Decision<R> none(R reply) {
    return new Decision<>(List.of(), reply);
  }
}

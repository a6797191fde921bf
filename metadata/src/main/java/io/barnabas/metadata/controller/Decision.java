package io.barnabas.metadata.controller;

import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * What a rule made of a command: what shall happen, and what to say once all of it has.
 *
 * @param atomic whether it must happen as a whole or not at all; otherwise a beginning of it may
 *     happen alone, and the command given once more does the rest
 */
record Decision<R>(List<MetadataRecord> records, boolean atomic, R reply) {
  /** So many changes of a partition fit into any batch. */
  static final int RECORDS_PER_PART = 10_000;

  Decision {
    records = List.copyOf(records);
  }

  Decision(List<MetadataRecord> records, R reply) {
    this(records, true, reply);
  }

  static <R> Decision<R> inParts(List<MetadataRecord> records, R reply) {
    return new Decision<>(records, false, reply);
  }

  /** What goes into one batch each, in order. */
  List<List<MetadataRecord>> parts() {
    if (atomic || records.size() <= RECORDS_PER_PART) {
      return List.of(records);
    }
    List<List<MetadataRecord>> parts = new ArrayList<>();
    for (int from = 0; from < records.size(); from += RECORDS_PER_PART) {
      parts.add(records.subList(from, Math.min(records.size(), from + RECORDS_PER_PART)));
    }
    return parts;
  }

  /** Nothing happens. */
  static <R> Decision<R> none(R reply) {
    return new Decision<>(List.of(), reply);
  }
}

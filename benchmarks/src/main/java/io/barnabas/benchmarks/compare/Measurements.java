package io.barnabas.benchmarks.compare;

import io.barnabas.codec.batch.CompressionType;
import java.util.Map;

/** What is done with a contender on a directory of its own, and what that has shown. */
interface Measurements {
  Map<Metric, Double> measure() throws Exception;

  /** The batches that directories are filled with. */
  int BATCH_BYTES = 16_384;

  int RECORD_BYTES = 1_024;
  CompressionType CODEC = CompressionType.NONE;
}

package io.barnabas.transaction;

import io.barnabas.transaction.message.Marker;
import io.barnabas.transaction.message.TopicPartition;
import java.util.concurrent.CompletionStage;

/** Port: writes markers to the partitions of transactions, wherever they are led. */
@FunctionalInterface
public interface MarkerWriter {

  /** What became of a marker. */
  enum Outcome {
    /**
     * It is committed, or there is nothing that it could end: the partition is gone, or has seen a
     * later epoch.
     */
    DONE,
    /** It is not known to be written; it may be written again. */
    RETRY
  }

  /** Writes one marker; any thread may call; never completes exceptionally. */
  CompletionStage<Outcome> write(TopicPartition partition, Marker marker);
}

package io.barnabas.server.transaction;

import io.barnabas.server.partition.PartitionFault;
import io.barnabas.storage.log.AppendFault;
import io.barnabas.transaction.MarkerWriter;
import io.barnabas.transaction.message.Marker;
import io.barnabas.transaction.message.TopicPartition;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the coordinator's markers to partitions of this broker, which leads all there are. */
public final class LocalMarkers implements MarkerWriter {
  private static final Logger LOG = LoggerFactory.getLogger(LocalMarkers.class);

  private final MarkerAppend append;

  public LocalMarkers(MarkerAppend append) {
    this.append = append;
  }

  @Override
  public CompletionStage<Outcome> write(TopicPartition partition, Marker marker) {
    return append
        .append(partition.topic(), partition.partition(), marker)
        .handle(
            (result, defect) -> {
              if (defect != null) {
                LOG.error("A marker for {} cannot be written", partition, defect);
                return Outcome.RETRY;
              }
              return outcome(partition, marker, result);
            });
  }

  private static Outcome outcome(
      TopicPartition partition, Marker marker, MarkerAppend.Result result) {
    if (result.isWritten()) {
      return Outcome.DONE;
    }
    if (result.unserved() == PartitionFault.UNKNOWN_TOPIC_OR_PARTITION
        || result.unserved() == PartitionFault.UNKNOWN_TOPIC_ID) {
      LOG.info("{} is gone, and with it what {} would end", partition, marker);
      return Outcome.DONE;
    }
    if (result.refused() == AppendFault.INVALID_PRODUCER_EPOCH
        || result.refused() == AppendFault.STALE_COORDINATOR_EPOCH) {
      // Whoever is ahead of this marker has ended what it would have.
      LOG.warn("{} refuses {}: {}", partition, marker, result.refused());
      return Outcome.DONE;
    }
    return Outcome.RETRY;
  }
}

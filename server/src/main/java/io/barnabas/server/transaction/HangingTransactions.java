package io.barnabas.server.transaction;

import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.Partitions;
import io.barnabas.storage.producer.ProducerState;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for transactions that have been open in a partition for longer than any coordinator lets
 * them: nobody is going to end them, and readers of committed records wait there (KIP-664). Each is
 * told of once, with what ends it.
 */
public final class HangingTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);

  /** What a coordinator may take beyond the timeout to find out and to write the markers. */
  private static final long GRACE_MS = 5 * 60_000;

  private record Found(String partition, long producerId, long startOffset) {}

  private final Partitions partitions;
  private final InstantSource clock;
  private final long lateMs;
  private final Set<Found> told = ConcurrentHashMap.newKeySet();

  /**
   * @param timeoutMsMax the longest that a transaction may be open by its coordinator's rules
   */
  public HangingTransactions(Partitions partitions, InstantSource clock, long timeoutMsMax) {
    this.partitions = partitions;
    this.clock = clock;
    this.lateMs = timeoutMsMax + GRACE_MS;
  }

  /** Looks once; logs that nobody has used since the start are left alone. */
  public void look() {
    for (Partition partition : partitions.all()) {
      Partition.Progress known = partition.lastProgress();
      if (known != null
          && known.lastStableOffset() < known.highWatermark()
          && partition.role() instanceof PartitionRole.Leader leader) {
        leader
            .log()
            .producers()
            .thenAccept(producers -> producers.forEach(each -> check(partition, each)));
      }
    }
  }

  private void check(Partition partition, ProducerState producer) {
    boolean late =
        producer.transactionStartOffset() >= 0
            && clock.millis() - producer.lastTimestamp() > lateMs;
    Found found =
        new Found(
            partition.id().toString(), producer.producerId(), producer.transactionStartOffset());
    if (late && told.add(found)) {
      LOG.warn(
          "A transaction of producer {} (epoch {}) has been open in {} since offset {}, with nothing"
              + " written for more than {} ms: it may be hanging. kafka-transactions.sh describe-producers"
              + " shows it, kafka-transactions.sh abort --topic {} --partition {} --start-offset {} ends it",
          producer.producerId(),
          producer.epoch(),
          partition.id(),
          producer.transactionStartOffset(),
          lateMs,
          partition.id().topic(),
          partition.id().partition(),
          producer.transactionStartOffset());
    }
  }
}

package io.barnabas.server.transaction;

import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.Partitions;
import io.barnabas.storage.log.PartitionId;
import io.barnabas.storage.producer.ProducerState;
import io.barnabas.transaction.TransactionCoordinator;
import io.barnabas.transaction.message.ListReply;
import io.barnabas.transaction.message.ListTransactions;
import io.barnabas.transaction.message.TransactionFault;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for transactions that have been open in a partition for longer than any coordinator lets
 * them: nobody is going to end them, and readers of committed records wait there (KIP-664). What
 * the coordinator knows to be open is not among them, however old the timestamps are that its
 * producer writes. Each is told of once, with what ends it, and counted while it is there. Any
 * thread; looks do not overlap.
 */
public final class HangingTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);

  /** What a coordinator may take beyond the timeout to find out and to write the markers. */
  private static final long GRACE_MS = 5 * 60_000;

  /** Those that the coordinator aborts in time; of what it has decided, markers may be missing. */
  private static final List<String> OPEN = List.of("Ongoing");

  private record Found(PartitionId partition, long producerId, short epoch, long startOffset) {}

  private final Partitions partitions;
  private final InstantSource clock;
  private final long lateMs;
  private final TransactionCoordinator coordinator;
  private volatile Set<Found> suspected = Set.of();
  private volatile Set<Found> told = Set.of();

  /**
   * @param timeoutMsMax the longest that a transaction may be open by its coordinator's rules
   */
  public HangingTransactions(
      Partitions partitions,
      InstantSource clock,
      long timeoutMsMax,
      TransactionCoordinator coordinator) {
    this.partitions = partitions;
    this.clock = clock;
    this.lateMs = timeoutMsMax + GRACE_MS;
    this.coordinator = coordinator;
  }

  /** How many partitions had such a transaction at the last two looks. */
  public int latePartitions() {
    return (int) told.stream().map(Found::partition).distinct().count();
  }

  /**
   * Looks once; logs that nobody has used since the start are left alone. Completes when all have
   * been looked at.
   */
  public CompletionStage<Void> look() {
    List<CompletableFuture<List<Found>>> looks = new ArrayList<>();
    for (Partition partition : partitions.all()) {
      Partition.Progress known = partition.lastProgress();
      if (known != null
          && known.lastStableOffset() < known.highWatermark()
          && partition.role() instanceof PartitionRole.Leader leader) {
        looks.add(
            leader
                .log()
                .producers()
                .handle(
                    (producers, failed) ->
                        failed == null ? late(partition.id(), producers) : List.<Found>of())
                .toCompletableFuture());
      }
    }
    return CompletableFuture.allOf(looks.toArray(CompletableFuture<?>[]::new))
        .thenCompose(
            all ->
                withoutOwner(
                    looks.stream()
                        .flatMap(look -> look.join().stream())
                        .collect(Collectors.toUnmodifiableSet())))
        .thenAccept(this::take);
  }

  /** What was known remains where the coordinator cannot say. */
  private CompletionStage<Set<Found>> withoutOwner(Set<Found> late) {
    if (late.isEmpty()) {
      return CompletableFuture.completedStage(late);
    }
    List<Long> producers = late.stream().map(Found::producerId).distinct().toList();
    return coordinator
        .list(new ListTransactions(producers, OPEN, -1, null))
        .thenApply(
            reply -> {
              if (reply.fault() != TransactionFault.NONE) {
                return suspected;
              }
              Set<Long> owned =
                  reply.transactions().stream()
                      .map(ListReply.Listed::producerId)
                      .collect(Collectors.toSet());
              return late.stream()
                  .filter(each -> !owned.contains(each.producerId()))
                  .collect(Collectors.toUnmodifiableSet());
            });
  }

  private List<Found> late(PartitionId partition, Collection<ProducerState> producers) {
    long before = clock.millis() - lateMs;
    return producers.stream()
        .filter(each -> each.transactionStartOffset() >= 0)
        .filter(each -> each.lastTimestamp() > 0 && each.lastTimestamp() < before)
        .map(
            each ->
                new Found(
                    partition, each.producerId(), each.epoch(), each.transactionStartOffset()))
        .toList();
  }

  /** What one look finds may just have ended: log and coordinator are not asked at one moment. */
  private void take(Set<Found> found) {
    Set<Found> before = told;
    Set<Found> confirmed =
        found.stream().filter(suspected::contains).collect(Collectors.toUnmodifiableSet());
    confirmed.stream().filter(each -> !before.contains(each)).forEach(this::tell);
    suspected = found;
    told = confirmed;
  }

  private void tell(Found found) {
    LOG.warn(
        "A transaction of producer {} (epoch {}) has been open in {} since offset {}, with nothing"
            + " written for more than {} ms: it may be hanging. kafka-transactions.sh describe-producers"
            + " shows it, kafka-transactions.sh abort --topic {} --partition {} --start-offset {} ends it",
        found.producerId(),
        found.epoch(),
        found.partition(),
        found.startOffset(),
        lateMs,
        found.partition().topic(),
        found.partition().partition(),
        found.startOffset());
  }
}

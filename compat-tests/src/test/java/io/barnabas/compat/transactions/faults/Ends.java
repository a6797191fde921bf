package io.barnabas.compat.transactions.faults;

import io.barnabas.compat.harness.Await;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Waits for what must come by itself once nobody hurts anything any more. */
final class Ends {
  /** A broker that was killed may need a minute to be of use again: Apache Kafka does. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private final String bootstrap;
  private final Duration patience;

  Ends(String bootstrap) {
    this(bootstrap, PATIENCE);
  }

  /**
   * @param patience how long what must come may take
   */
  Ends(String bootstrap, Duration patience) {
    this.bootstrap = bootstrap;
    this.patience = patience;
  }

  /** No transaction hangs: the last stable offset reaches the end. */
  void awaitStable(List<TopicPartition> partitions) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      Map<TopicPartition, String> open = new HashMap<>();
      Await.until(
          "all transactions are decided",
          patience,
          () -> {
            Map<TopicPartition, Long> stable =
                ends(admin, partitions, IsolationLevel.READ_COMMITTED);
            Map<TopicPartition, Long> written =
                ends(admin, partitions, IsolationLevel.READ_UNCOMMITTED);
            open.clear();
            written.forEach(
                (partition, end) -> {
                  if (!end.equals(stable.get(partition))) {
                    open.put(partition, stable.get(partition) + " of " + end);
                  }
                });
            return open.isEmpty();
          },
          () -> "but stable are " + open);
    }
  }

  /** The coordinator has nothing more to do. */
  void awaitCompleted() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      ListTransactionsOptions undone =
          new ListTransactionsOptions()
              .filterStates(
                  List.of(
                      TransactionState.ONGOING,
                      TransactionState.PREPARE_COMMIT,
                      TransactionState.PREPARE_ABORT));
      Await.until(
          "all transactions are completed",
          () -> admin.listTransactions(undone).all().get().isEmpty());
    }
  }

  /** The copiers come to the end; the committed offsets that they have then. */
  Map<TopicPartition, Long> awaitCopied(List<TopicPartition> input, String group) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
      Map<TopicPartition, Long> committed = new HashMap<>();
      Map<TopicPartition, Long> last = lastRecords(input);
      Await.until(
          "everything is copied",
          patience,
          () -> {
            Map<TopicPartition, OffsetAndMetadata> now =
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
            for (TopicPartition each : input) {
              OffsetAndMetadata offset = now.get(each);
              committed.put(each, offset == null ? 0L : offset.offset());
            }
            return input.stream().allMatch(each -> committed.get(each) > last.get(each));
          },
          () -> "committed are " + committed + " and not beyond " + last);
      return committed;
    }
  }

  private Map<TopicPartition, Long> lastRecords(List<TopicPartition> input) {
    Readings readings = Readings.whole(bootstrap, input, Map.of());
    return input.stream()
        .collect(
            Collectors.toMap(
                each -> each,
                each -> readings.of(each).isEmpty() ? -1L : readings.of(each).lastKey()));
  }

  private static Map<TopicPartition, Long> ends(
      Admin admin, List<TopicPartition> partitions, IsolationLevel isolation) throws Exception {
    Map<TopicPartition, ListOffsetsResultInfo> all =
        admin
            .listOffsets(
                partitions.stream()
                    .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest())),
                new ListOffsetsOptions(isolation))
            .all()
            .get();
    return all.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().offset()));
  }
}

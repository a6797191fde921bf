package io.barnabas.compat.differential;

import java.util.List;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.protocol.ApiKeys;

/** Steps that look at transactions and producers. */
final class TransactionViewSteps {
  private final Dice dice;

  TransactionViewSteps(Dice dice) {
    this.dice = dice;
  }

  List<Step> all() {
    return List.of(describe(), list(), describeProducers());
  }

  private Step describe() {
    List<String> ids =
        dice.pick(
            List.of(dice.transactionalId()),
            List.of(dice.transactionalId(), dice.transactionalId()),
            List.<String>of());
    return Step.read(
        ApiKeys.DESCRIBE_TRANSACTIONS,
        (world, version) -> new DescribeTransactionsRequestData().setTransactionalIds(ids));
  }

  private Step list() {
    List<String> states =
        dice.pick(
            List.<String>of(), List.of("Ongoing"), List.of("Empty", "NoSuchState"), List.of(""));
    String producer = dice.named("x0");
    boolean filtered = dice.oneIn(3);
    long durationMs = dice.pick(-1L, -1L, 0L, 1_000_000_000_000L);
    String pattern = dice.pick(null, "", dice.named("x.*"), "[", "x");
    return Step.read(
        ApiKeys.LIST_TRANSACTIONS,
        (world, version) -> {
          var request = new ListTransactionsRequestData().setStateFilters(states);
          if (filtered) {
            request.setProducerIdFilters(List.of(world.producerId(producer)));
          }
          if (version >= 1) {
            request.setDurationFilter(durationMs);
          }
          return version >= 2 ? request.setTransactionalIdPattern(pattern) : request;
        });
  }

  private Step describeProducers() {
    String topic = dice.topic();
    int partition = dice.partition();
    List<Integer> partitions =
        dice.pick(List.of(partition), List.of(0, 1, 9), List.of(0, 0), List.<Integer>of());
    return Step.read(
        ApiKeys.DESCRIBE_PRODUCERS,
        (world, version) -> {
          var topics = new DescribeProducersRequestData.TopicRequestCollection();
          topics.add(
              new DescribeProducersRequestData.TopicRequest()
                  .setName(topic)
                  .setPartitionIndexes(partitions));
          return new DescribeProducersRequestData().setTopics(topics);
        });
  }
}

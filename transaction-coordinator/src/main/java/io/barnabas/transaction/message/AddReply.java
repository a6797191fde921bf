package io.barnabas.transaction.message;

import java.util.Map;

/**
 * The answer to {@link AddPartitions}.
 *
 * @param fault of the whole; the partitions have it too
 * @param partitions the fault of each partition asked for
 */
public record AddReply(TransactionFault fault, Map<TopicPartition, TransactionFault> partitions) {

  public AddReply {
    partitions = Map.copyOf(partitions);
  }

  /** The same for every partition. */
  public static AddReply all(AddPartitions command, TransactionFault fault) {
    Map<TopicPartition, TransactionFault> each = new java.util.HashMap<>();
    command.partitions().forEach(partition -> each.put(partition, fault));
    return new AddReply(fault, each);
  }

  /** The fault of one partition. */
  public TransactionFault of(TopicPartition partition) {
    return partitions.getOrDefault(partition, fault);
  }
}

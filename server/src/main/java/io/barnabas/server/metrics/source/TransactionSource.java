package io.barnabas.server.metrics.source;

import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import io.barnabas.server.transaction.HangingTransactions;

/** Transactions that nobody is going to end. */
public final class TransactionSource implements MetricSource {
  private static final MetricFamily LATE =
      MetricFamily.gauge(
          "kafka.server",
          "ReplicaManager",
          "PartitionsWithLateTransactionsCount",
          "Partitions with a transaction that is open for longer than any may be.");

  private final HangingTransactions hanging;

  public TransactionSource(HangingTransactions hanging) {
    this.hanging = hanging;
  }

  @Override
  public void collect(MetricSink sink) {
    sink.gauge(LATE, Tags.NONE, hanging::latePartitions);
  }
}

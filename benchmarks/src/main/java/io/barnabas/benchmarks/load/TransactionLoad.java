package io.barnabas.benchmarks.load;

/**
 * Producers that each run one transaction after the other: a small batch to some partitions, then
 * the commit, whose latencies are what is recorded. The next one begins as soon as the commit is
 * answered.
 *
 * @param producers each with a connection and a transactional id of its own
 * @param batches of ten records of 100 B, each to a partition of its own, in one transaction
 * @param implicit the protocol: Transactions V2 (KIP-890), or the one before
 */
public record TransactionLoad(int producers, int batches, boolean implicit) {

  /** Transactions for {@code seconds}. */
  public LoadResult run(int port, Topic topic, double seconds) throws Exception {
    return Connections.run(
        port,
        producers,
        (index, connection, latencies) -> {
          int[] partitions = new int[batches];
          for (int i = 0; i < batches; i++) {
            partitions[i] = (index * batches + i) % topic.partitions();
          }
          TransactionalProducer producer =
              new TransactionalProducer(
                  connection, "producer-" + index, topic, partitions, implicit);
          producer.init();
          long end = System.nanoTime() + (long) (seconds * 1e9);
          while (System.nanoTime() < end) {
            latencies.record(producer.transaction());
          }
          return 0;
        });
  }
}

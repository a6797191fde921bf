package io.barnabas.coordinator;

/** Which partition of an internal topic keeps what belongs to a group or a transactional id. */
public final class KeyPartitions {
  private KeyPartitions() {}

  /**
   * Kafka's rule, which must never change: it is where everybody looks for what was written. The
   * magnitude of the hash, not its lower 31 bits: the two differ for every second key.
   *
   * @param partitionCount at least 1
   */
  public static int partitionFor(String key, int partitionCount) {
    int hash = key.hashCode();
    return (hash == Integer.MIN_VALUE ? 0 : Math.abs(hash)) % partitionCount;
  }
}

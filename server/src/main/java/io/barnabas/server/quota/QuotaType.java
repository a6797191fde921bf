package io.barnabas.server.quota;

/** What is limited. */
public enum QuotaType {
  /** Bytes of produce requests per second. */
  PRODUCE("producer_byte_rate"),
  /** Bytes of fetch responses per second. */
  FETCH("consumer_byte_rate"),
  /** Time of one thread, in percent. */
  REQUEST("request_percentage"),
  /** Partitions created and deleted per second. */
  CONTROLLER_MUTATION("controller_mutation_rate");

  private final String key;

  QuotaType(String key) {
    this.key = key;
  }

  /** Its name in quotas. */
  public String key() {
    return key;
  }
}

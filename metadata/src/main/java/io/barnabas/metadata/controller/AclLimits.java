package io.barnabas.metadata.controller;

/** How much one command may change. */
final class AclLimits {
  /** Most ACLs added or removed at once, as in Apache Kafka. */
  static final int CHANGES_MAX = 10_000;

  private AclLimits() {}

  static Refusal exceeded() {
    return new Refusal(
        MetadataFault.POLICY_VIOLATION,
        "Cannot change more than " + CHANGES_MAX + " ACLs in a single request.");
  }
}

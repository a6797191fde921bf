package io.barnabas.metadata.acl;

/** What somebody wants to do with a resource. The ids are those of the wire. */
public enum AclOperation {
  UNKNOWN,
  ANY,
  ALL,
  READ,
  WRITE,
  CREATE,
  DELETE,
  ALTER,
  DESCRIBE,
  CLUSTER_ACTION,
  DESCRIBE_CONFIGS,
  ALTER_CONFIGS,
  IDEMPOTENT_WRITE,
  CREATE_TOKENS,
  DESCRIBE_TOKENS,
  TWO_PHASE_COMMIT;

  public byte id() {
    return (byte) ordinal();
  }

  /** UNKNOWN for an id that this version does not know. */
  public static AclOperation ofId(byte id) {
    return id >= 0 && id <= TWO_PHASE_COMMIT.ordinal() ? values()[id] : UNKNOWN;
  }

  /** Whether who may do this may do the other as well. Holds for what is allowed only. */
  boolean implies(AclOperation other) {
    if (this == other || this == ALL) {
      return true;
    }
    return switch (other) {
      case DESCRIBE -> this == READ || this == WRITE || this == DELETE || this == ALTER;
      case DESCRIBE_CONFIGS -> this == ALTER_CONFIGS;
      default -> false;
    };
  }

  /** Whether who must not do this must not do the other either. */
  boolean covers(AclOperation other) {
    return this == other || this == ALL;
  }
}

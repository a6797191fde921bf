package io.barnabas.metadata.acl;

/** How an ACL names resources (KIP-290). The ids are those of the wire. */
public enum PatternType {
  UNKNOWN,
  /** In filters: of whichever kind. */
  ANY,
  /** In filters: whatever applies to a resource of the name. */
  MATCH,
  /** By its whole name; {@code *} stands for every name. */
  LITERAL,
  /** By how its name begins. */
  PREFIXED;

  public byte id() {
    return (byte) ordinal();
  }

  /** UNKNOWN for an id that this version does not know. */
  public static PatternType ofId(byte id) {
    return id >= 0 && id <= PREFIXED.ordinal() ? values()[id] : UNKNOWN;
  }
}

package io.barnabas.metadata.acl;

/** Whether an ACL opens or shuts a door. The ids are those of the wire. */
public enum AclPermission {
  UNKNOWN,
  ANY,
  DENY,
  ALLOW;

  public byte id() {
    return (byte) ordinal();
  }

  /** UNKNOWN for an id that this version does not know. */
  public static AclPermission ofId(byte id) {
    return id >= 0 && id <= ALLOW.ordinal() ? values()[id] : UNKNOWN;
  }
}

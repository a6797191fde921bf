package io.barnabas.metadata.acl;

/** What an ACL is about. The ids are those of the wire. */
public enum ResourceType {
  UNKNOWN,
  ANY,
  TOPIC,
  GROUP,
  CLUSTER,
  TRANSACTIONAL_ID,
  DELEGATION_TOKEN,
  USER;

  /** The one name a cluster has. */
  public static final String CLUSTER_NAME = "kafka-cluster";

  public byte id() {
    return (byte) ordinal();
  }

  /** UNKNOWN for an id that this version does not know. */
  public static ResourceType ofId(byte id) {
    return id >= 0 && id <= USER.ordinal() ? values()[id] : UNKNOWN;
  }
}

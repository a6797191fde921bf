package io.barnabas.metadata.config;

/** Type of a config value; the ids are those of DescribeConfigs. */
public enum ConfigType {
  /** Of a config that nobody knows, or that has no type. */
  UNKNOWN(0),
  BOOLEAN(1),
  STRING(2),
  INT(3),
  SHORT(4),
  LONG(5),
  DOUBLE(6),
  LIST(7),
  CLASS(8),
  PASSWORD(9);

  private final byte id;

  ConfigType(int id) {
    this.id = (byte) id;
  }

  public byte id() {
    return id;
  }
}

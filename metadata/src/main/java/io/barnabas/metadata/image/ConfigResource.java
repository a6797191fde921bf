package io.barnabas.metadata.image;

/**
 * What a dynamic config applies to.
 *
 * @param name topic name, broker id in decimal (empty: the default of all brokers), group id, ...
 */
public record ConfigResource(Type type, String name) {

  /** Kinds of resources; the ids are those of the wire and of {@code ConfigRecord}. */
  public enum Type {
    TOPIC(2),
    BROKER(4),
    BROKER_LOGGER(8),
    CLIENT_METRICS(16),
    GROUP(32);

    private final byte id;

    Type(int id) {
      this.id = (byte) id;
    }

    public byte id() {
      return id;
    }

    /**
     * The kind with this id.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Type ofId(byte id) {
      for (Type type : values()) {
        if (type.id == id) {
          return type;
        }
      }
      throw new IllegalArgumentException("no config resource type has id " + id);
    }
  }

  public static ConfigResource topic(String name) {
    return new ConfigResource(Type.TOPIC, name);
  }

  public static ConfigResource broker(int id) {
    return new ConfigResource(Type.BROKER, Integer.toString(id));
  }

  /** The resource whose configs apply to every broker that has none of its own. */
  public static ConfigResource brokerDefault() {
    return new ConfigResource(Type.BROKER, "");
  }
}

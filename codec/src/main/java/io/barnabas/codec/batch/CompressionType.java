package io.barnabas.codec.batch;

import org.jspecify.annotations.Nullable;

/**
 * The codecs a batch may be compressed with, their ids in the attributes, their names in
 * configurations and the levels they offer (KIP-390). Naming a codec here loads nothing of it;
 * {@link Compressor} and {@link Decompressor} do, on first use.
 */
public enum CompressionType {
  NONE(0, "none", 0, 0, 0),
  GZIP(1, "gzip", 1, 9, -1),
  SNAPPY(2, "snappy", 0, 0, 0),
  LZ4(3, "lz4", 1, 17, 9),
  ZSTD(4, "zstd", -131072, 22, 3);

  private static final CompressionType[] BY_ID = values();

  private final int id;
  private final String configName;
  private final int minLevel;
  private final int maxLevel;
  private final int defaultLevel;

  CompressionType(int id, String configName, int minLevel, int maxLevel, int defaultLevel) {
    this.id = id;
    this.configName = configName;
    this.minLevel = minLevel;
    this.maxLevel = maxLevel;
    this.defaultLevel = defaultLevel;
  }

  /** Whether the attributes' compression bits mean a codec. */
  public static boolean isKnown(int id) {
    return id >= 0 && id < BY_ID.length;
  }

  /** The codec of an id; {@link InvalidRecordsException} if there is none. */
  public static CompressionType of(int id) {
    if (!isKnown(id)) {
      throw new InvalidRecordsException(
          InvalidRecordsException.Reason.UNKNOWN_CODEC, "unknown compression type id: " + id);
    }
    return BY_ID[id];
  }

  /** The codec that configurations call {@code name}, null if none is. */
  public static @Nullable CompressionType ofConfigName(String name) {
    for (CompressionType type : BY_ID) {
      if (type.configName.equals(name)) {
        return type;
      }
    }
    return null;
  }

  /** The value of the attributes' compression bits. */
  public int id() {
    return id;
  }

  public String configName() {
    return configName;
  }

  /** Whether {@code level} may be asked for; for gzip -1 means the library's default. */
  public boolean isLevel(int level) {
    return level == defaultLevel || level >= minLevel && level <= maxLevel;
  }

  public int defaultLevel() {
    return defaultLevel;
  }
}

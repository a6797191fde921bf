package io.barnabas.metadata.image;

import org.jspecify.annotations.Nullable;

/** Mechanisms of SASL/SCRAM; the ids are those of the wire and of the metadata log (KIP-554). */
public enum ScramMechanism {
  SCRAM_SHA_256((byte) 1),
  SCRAM_SHA_512((byte) 2);

  private final byte id;

  ScramMechanism(byte id) {
    this.id = id;
  }

  public byte id() {
    return id;
  }

  /** The mechanism with this id, or null if there is none. */
  public static @Nullable ScramMechanism find(byte id) {
    for (ScramMechanism mechanism : values()) {
      if (mechanism.id == id) {
        return mechanism;
      }
    }
    return null;
  }

  static ScramMechanism ofId(byte id) {
    ScramMechanism mechanism = find(id);
    if (mechanism != null) {
      return mechanism;
    }
    throw new InvalidMetadataRecordException("A credential is of unknown SCRAM mechanism " + id);
  }
}

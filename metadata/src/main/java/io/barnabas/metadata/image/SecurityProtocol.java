package io.barnabas.metadata.image;

/** How a listener is secured; the ids are those of the registration records. */
public enum SecurityProtocol {
  PLAINTEXT(0),
  SSL(1),
  SASL_PLAINTEXT(2),
  SASL_SSL(3);

  private final short id;

  SecurityProtocol(int id) {
    this.id = (short) id;
  }

  public short id() {
    return id;
  }

  /** Whether everything on the wire is encrypted. */
  public boolean usesTls() {
    return this == SSL || this == SASL_SSL;
  }

  /** Whether clients prove who they are by SASL before anything else is answered. */
  public boolean usesSasl() {
    return this == SASL_PLAINTEXT || this == SASL_SSL;
  }

  /**
   * The protocol with this id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SecurityProtocol ofId(short id) {
    for (SecurityProtocol protocol : values()) {
      if (protocol.id == id) {
        return protocol;
      }
    }
    throw new IllegalArgumentException("no security protocol has id " + id);
  }
}

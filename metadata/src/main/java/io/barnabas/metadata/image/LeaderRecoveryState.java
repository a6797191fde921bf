package io.barnabas.metadata.image;

/** Whether a leader was elected out of sync and still repairs its log; ids as in the records. */
public enum LeaderRecoveryState {
  RECOVERED(0),
  RECOVERING(1);

  private final byte id;

  LeaderRecoveryState(int id) {
    this.id = (byte) id;
  }

  public byte id() {
    return id;
  }

  /**
   * The state with this id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static LeaderRecoveryState ofId(byte id) {
    for (LeaderRecoveryState state : values()) {
      if (state.id == id) {
        return state;
      }
    }
    throw new IllegalArgumentException("no leader recovery state has id " + id);
  }
}

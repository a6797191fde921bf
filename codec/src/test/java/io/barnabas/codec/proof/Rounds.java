package io.barnabas.codec.proof;

/**
 * How much random content the proofs try. Every message in every version is always there; {@code
 * -Drounds=} gives each more rounds than the few that a build needs.
 */
final class Rounds {

  private Rounds() {}

  /** The number given, otherwise that of an ordinary build. */
  static int orDefault(int ordinary) {
    return Integer.getInteger("rounds", ordinary);
  }
}

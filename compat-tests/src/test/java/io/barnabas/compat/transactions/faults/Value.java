package io.barnabas.compat.transactions.faults;

/**
 * A record that nobody else writes: which writer, the number of its transaction, and the place in
 * it. Says by itself how many belong together, so that a torn transaction is known whatever became
 * of its writer.
 */
record Value(int writer, int transaction, int index, int count) {

  static Value parse(String text) {
    String[] parts = text.split("[.]");
    return new Value(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        Integer.parseInt(parts[3]));
  }

  /** Names the transaction. */
  String key() {
    return writer + "." + transaction;
  }

  /** Grows with every record of a writer. */
  long order() {
    return ((long) transaction << Integer.SIZE) + index;
  }

  @Override
  public String toString() {
    return key() + "." + index + "." + count;
  }
}

package io.barnabas.compat.transactions.faults;

/** Tells what clients meet, with {@code -Dtransactions.trace=true}. */
final class Trace {
  private static final boolean ON = Boolean.getBoolean("transactions.trace");

  private Trace() {}

  static void met(String who, Exception what) {
    if (ON) {
      System.out.println(System.currentTimeMillis() + " " + who + ": " + what);
    }
  }
}

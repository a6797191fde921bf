package io.barnabas.compat.transactions.faults;

/**
 * A writer in a process of its own, on the class path of an old client: tells on its standard
 * output what it knows, a line for each.
 */
public final class WriterProcess {
  static final String VIOLATED = "violated";

  private WriterProcess() {}

  /** {@code NUMBER ID BOOTSTRAP TOPIC PARTITIONS TRANSACTIONS SEED}. */
  public static void main(String[] arguments) {
    Writer.Task task =
        new Writer.Task(
            Integer.parseInt(arguments[0]),
            arguments[1],
            arguments[2],
            arguments[3],
            Integer.parseInt(arguments[4]),
            Integer.parseInt(arguments[5]));
    Writer.Listener listener =
        new Writer.Listener() {
          @Override
          public void ended(String key, Outcome outcome) {
            System.out.println(outcome + " " + key);
          }

          @Override
          public void violated(String what) {
            System.out.println(VIOLATED + " " + what);
          }
        };
    new Writer(task, Long.parseLong(arguments[6]), listener).run();
    System.exit(0);
  }

  /** Enters a line in the ledger. */
  static void enter(String line, Ledger ledger) {
    String[] parts = line.split(" ", 2);
    if (parts[0].equals(VIOLATED)) {
      ledger.violated(parts[1]);
    } else {
      ledger.ended(parts[1], Outcome.valueOf(parts[0]));
    }
  }
}

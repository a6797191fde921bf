package io.barnabas.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A broker to measure, with the settings it is shipped with. */
interface Contender {
  String name();

  /** Everything that is done once before a first start: settings, formatting. Not measured. */
  void prepare(Path home, int port) throws IOException, InterruptedException;

  /** How many partitions it is given where many are wanted. */
  int partitions(Options options);

  /** The command that serves in the foreground. */
  List<String> command(Path home, int port);
}

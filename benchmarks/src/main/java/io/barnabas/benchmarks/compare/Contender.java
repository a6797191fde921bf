package io.barnabas.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A broker to measure, with the settings it is shipped with. */
interface Contender {
  String name();

  /** Everything that is done once before a first start: settings, formatting. Not measured. */
  void prepare(Path home, int port) throws IOException, InterruptedException;

  /** The same with a further listener, {@code NAME://host:port}, and further settings. */
  Contender with(String listener, Map<String, String> settings);

  /** The same with its metrics at a port; null if it has none. */
  default @Nullable Contender watchedAt(int httpPort) {
    return null;
  }

  /** How many partitions it is given where many are wanted. */
  int partitions(Options options);

  /** The command that serves in the foreground. */
  List<String> command(Path home, int port);
}

package io.barnabas.benchmarks.compare;

import java.nio.file.Path;
import java.util.List;

/** This build, started by its own script. */
record BarnabasContender(Path root) implements Contender {

  @Override
  public String name() {
    return "barnabas";
  }

  @Override
  public void prepare(Path home, int port) {
    // Formats nothing: an empty directory is all it needs.
  }

  @Override
  public int partitions(Options options) {
    return options.partitions();
  }

  @Override
  public List<String> command(Path home, int port) {
    return List.of(
        root.resolve("bin/barnabas").toString(),
        "start",
        "--override",
        "listeners=PLAINTEXT://127.0.0.1:" + port,
        "--override",
        "log.dirs=" + home.resolve("data"));
  }
}

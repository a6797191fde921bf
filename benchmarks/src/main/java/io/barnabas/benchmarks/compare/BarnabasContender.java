package io.barnabas.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** This build, started by its own script. */
record BarnabasContender(Path root, String moreListeners, Map<String, String> settings)
    implements Contender {

  BarnabasContender(Path root) {
    this(root, "", Map.of());
  }

  @Override
  public String name() {
    return "barnabas";
  }

  @Override
  public void prepare(Path home, int port) {
    // Formats nothing: an empty directory is all it needs.
  }

  @Override
  public Contender with(String listener, Map<String, String> more) {
    return new BarnabasContender(root, "," + listener, more);
  }

  @Override
  public Contender watchedAt(int httpPort) {
    return new BarnabasContender(
        root, moreListeners, Map.of("barnabas.http.listener", "127.0.0.1:" + httpPort));
  }

  @Override
  public int partitions(Options options) {
    return options.partitions();
  }

  @Override
  public List<String> command(Path home, int port) {
    List<String> command = new ArrayList<>(List.of(root.resolve("bin/barnabas").toString()));
    command.addAll(
        List.of(
            "start",
            "--override",
            "listeners=PLAINTEXT://127.0.0.1:" + port + moreListeners,
            "--override",
            "log.dirs=" + home.resolve("data")));
    settings.forEach((name, value) -> command.addAll(List.of("--override", name + "=" + value)));
    return command;
  }
}

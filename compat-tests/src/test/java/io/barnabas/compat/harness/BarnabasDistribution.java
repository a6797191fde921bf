package io.barnabas.compat.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The packaged Barnabas of this build, started by its own script. */
record BarnabasDistribution(Path root) implements Distribution {

  @Override
  public Map<String, String> defaults(Path home, int port) {
    return Map.of(
        "listeners", "PLAINTEXT://127.0.0.1:" + port, "log.dirs", home.resolve("data").toString());
  }

  @Override
  public void prepare(Path properties) {
    Path dist = root.resolve("server/target/dist");
    if (!Files.isDirectory(dist)) {
      throw new IllegalStateException(dist + " is missing: package the server module first");
    }
  }

  @Override
  public List<String> command(Path properties) {
    return List.of(root.resolve("bin/barnabas").toString(), "start", properties.toString());
  }

  @Override
  public boolean isControl() {
    return false;
  }
}

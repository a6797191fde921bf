package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.BareServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Another program on the same machine, where a crowd can be sent instead of to a broker. */
final class Bystander implements AutoCloseable {
  private final Process process;
  private final int port;

  private Bystander(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static Bystander start() throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    BareServer.class.getName()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader said = process.inputReader();
    String port = said.readLine();
    if (port == null) {
      throw new IOException("the bare server does not start");
    }
    return new Bystander(process, Integer.parseInt(port));
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}

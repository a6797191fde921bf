package io.barnabas.server.cli;

import io.barnabas.server.BrokerConfig;
import io.barnabas.server.BrokerServer;
import io.barnabas.server.config.Settings;
import io.barnabas.storage.file.NioFileSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Does once what every broker does after its start, in a directory of its own and on a port of its
 * own, so that the JVM can write down which classes that takes.
 */
final class TrainCommand {
  int run() {
    try {
      Path directory = Files.createTempDirectory("barnabas-train");
      try {
        train(directory);
        return 0;
      } finally {
        new NioFileSystem().deleteRecursively(directory);
      }
    } catch (IOException e) {
      System.err.println("barnabas: training failed: " + e);
      return 1;
    }
  }

  private static void train(Path directory) throws IOException {
    List<String> overrides =
        List.of(
            "listeners=PLAINTEXT://127.0.0.1:0",
            "barnabas.http.listener=127.0.0.1:0",
            "offsets.topic.num.partitions=1",
            "log.dirs=" + directory);
    // The environment is read as in a start, but what it sets may not fit this broker.
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(variable -> variable.startsWith("KAFKA_"));
    environment.put("KAFKA_NODE_ID", "1");
    Settings settings = SettingsSource.load(new StartArguments(null, overrides), environment);
    // The first start formats, the second one reads what is there, as most starts do.
    for (int start = 0; start < 2; start++) {
      BrokerConfig config = BrokerConfig.from(settings);
      try (BrokerServer broker = BrokerServer.start(config)) {
        StartCommand.sayStarted(broker, config);
        try (TrainingClient client = new TrainingClient(broker.listeners().get(0).port())) {
          client.converse();
        }
        scrape(broker.httpPort());
      }
    }
  }

  /** What the first scrape of a broker does. */
  private static void scrape(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      if (socket.getInputStream().readAllBytes().length == 0) {
        throw new IOException("no metrics");
      }
    }
  }
}

package io.barnabas.compat.connect;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.ClassPaths;
import io.barnabas.compat.harness.JavaRun;
import io.barnabas.compat.harness.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.random.RandomGenerator;

/** A distributed worker of Kafka Connect with exactly-once support for sources. One test thread. */
final class ConnectWorker implements AutoCloseable {
  private static final String MAIN = "org.apache.kafka.connect.cli.ConnectDistributed";

  private final HttpClient http = HttpClient.newHttpClient();
  private final JavaRun run;
  private final int port;
  private int restarts;

  private ConnectWorker(JavaRun run, int port) {
    this.run = run;
    this.port = port;
  }

  /**
   * Starts a worker.
   *
   * @param group names the cluster of workers and its topics: {@code group-configs}, {@code
   *     group-offsets} and {@code group-status}
   * @param directory where its settings are written
   */
  static ConnectWorker start(
      BrokerProcess broker, String group, Path directory, Map<String, String> settings)
      throws IOException {
    int port = Ports.free(RandomGenerator.getDefault());
    Properties all = new Properties();
    all.setProperty("bootstrap.servers", broker.bootstrapServers());
    all.setProperty("group.id", group);
    for (String topic : List.of("config", "offset", "status")) {
      String name = group + "-" + topic + (topic.equals("status") ? "" : "s");
      all.setProperty(topic + ".storage.topic", name);
      all.setProperty(topic + ".storage.replication.factor", "1");
    }
    all.setProperty("offset.storage.partitions", "1");
    all.setProperty("status.storage.partitions", "1");
    all.setProperty("exactly.once.source.support", "enabled");
    all.setProperty("key.converter", "org.apache.kafka.connect.storage.StringConverter");
    all.setProperty("value.converter", "org.apache.kafka.connect.storage.StringConverter");
    all.setProperty("listeners", "http://127.0.0.1:" + port);
    all.setProperty("plugin.discovery", "service_load");
    all.putAll(settings);
    Path file = directory.resolve("worker.properties");
    try (var out = Files.newBufferedWriter(file)) {
      all.store(out, null);
    }
    JavaRun run = JavaRun.start(ClassPaths.of("connect"), MAIN, List.of(file.toString()));
    return new ConnectWorker(run, port);
  }

  /** Creates the connector, or gives it these settings; waits until a worker takes them. */
  void configure(String connector, Map<String, String> settings) {
    Await.until(
        "worker takes " + connector,
        Await.GENEROUS,
        () -> {
          HttpRequest request =
              HttpRequest.newBuilder(uri("/connectors/" + connector + "/config"))
                  .header("Content-Type", "application/json")
                  .PUT(
                      HttpRequest.BodyPublishers.ofString(
                          new ObjectMapper().writeValueAsString(new HashMap<>(settings))))
                  .build();
          var answer = http.send(request, BodyHandlers.ofString());
          if (answer.statusCode() >= 400 && answer.statusCode() != 409) {
            throw new IOException(answer.body());
          }
          return answer.statusCode() < 300;
        },
        this::said);
  }

  /**
   * Starts a task of a source again that its own producer has failed, as whoever runs it would.
   *
   * <p>Under Transactions V2 a producer may send EndTxn ahead of the batches it is to commit (seen
   * with 4.3.1 on a machine that is busy): it looks whether batches are incomplete first and what
   * there is to send then, and the application may have added both in between. The broker refuses a
   * commit of nothing, and what was not written yet never is.
   *
   * @param broker whose log tells of the refused commit
   */
  void restartIfEndedTooEarly(String connector, BrokerProcess broker)
      throws IOException, InterruptedException {
    int failures = said().split("Failed to commit producer transaction", -1).length - 1;
    if (failures > restarts
        && said().contains("Aborting producer batches due to fatal error")
        && broker.output().contains("cannot be committed in state CompleteCommit")) {
      HttpRequest request =
          HttpRequest.newBuilder(
                  uri("/connectors/" + connector + "/restart?includeTasks=true&onlyFailed=true"))
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      if (http.send(request, BodyHandlers.ofString()).statusCode() < 300) {
        restarts++;
        System.out.println(connector + " had ended a transaction before its records were sent");
      }
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** What it has written so far. */
  String said() {
    try {
      return run.all();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    run.kill();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    run.close();
  }
}

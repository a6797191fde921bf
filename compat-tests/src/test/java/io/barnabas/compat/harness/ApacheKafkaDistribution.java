package io.barnabas.compat.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Apache Kafka: one combined KRaft node, or a part of it.
 *
 * @param module where its class path is written
 * @param logging the JVM option for how it logs
 * @param controller where the controller listens that is a process of its own, 0 for a combined
 *     node
 */
record ApacheKafkaDistribution(Path module, String logging, int controller)
    implements Distribution {
  private static final String CLUSTER_ID = "5L6g3nShT-eMCtK--X86sw";

  ApacheKafkaDistribution(Path module, String logging) {
    this(module, logging, 0);
  }

  @Override
  public Map<String, String> defaults(Path home, int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    int quorum = controller == 0 ? Ports.free(RandomGenerator.getDefault()) : controller;
    String clients = "PLAINTEXT://127.0.0.1:" + port;
    String controllers = "CONTROLLER://127.0.0.1:" + quorum;
    if (controller == 0) {
      settings.put("process.roles", "broker,controller");
      settings.put("listeners", clients + "," + controllers);
    } else if (controller == port) {
      settings.put("process.roles", "controller");
      settings.put("listeners", controllers);
    } else {
      settings.put("process.roles", "broker");
      settings.put("listeners", clients);
    }
    settings.put("node.id", controller == port ? "100" : "1");
    settings.put("controller.quorum.bootstrap.servers", "127.0.0.1:" + quorum);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
    settings.put("log.dirs", home.resolve("data").toString());
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    return settings;
  }

  @Override
  public void prepare(Path properties) throws IOException, InterruptedException {
    List<String> format = new ArrayList<>(java("-Xmx128m"));
    format.addAll(List.of("kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c"));
    format.add(properties.toString());
    if (Files.readString(properties).matches("(?s).*process.roles=[a-z,]*controller.*")) {
      format.add("--standalone");
    }
    Process process =
        new ProcessBuilder(format)
            .redirectErrorStream(true)
            .redirectOutput(properties.resolveSibling("format.log").toFile())
            .start();
    // Settings that cannot be formatted cannot be started either; the start is what tests look at.
    process.waitFor();
  }

  @Override
  public List<String> command(Path properties) {
    List<String> command = new ArrayList<>(java("-Xmx1g"));
    command.add("kafka.Kafka");
    command.add(properties.toString());
    return command;
  }

  @Override
  public boolean isControl() {
    return true;
  }

  private List<String> java(String heap) {
    return List.of(ClassPaths.java(), heap, logging, "-cp", ClassPaths.read(module));
  }

  /** The one that the comparison runs against, which is the control of these tests. */
  static ApacheKafkaDistribution control(Path root) {
    Path module = root.resolve("benchmarks/apache-kafka");
    return new ApacheKafkaDistribution(
        module, "-Dlog4j2.configurationFile=" + module.resolve("log4j2.properties"));
  }
}

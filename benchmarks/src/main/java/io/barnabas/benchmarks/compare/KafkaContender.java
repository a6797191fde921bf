package io.barnabas.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Apache Kafka as one combined node with the JVM options of its start script and the settings of
 * its server.properties. The shell of that script is left out: what is measured is the broker.
 */
record KafkaContender(Path root, String java, String moreListeners, Map<String, String> settings)
    implements Contender {
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xmx1G",
          "-Xms1G",
          "-server",
          "-XX:+UseG1GC",
          "-XX:MaxGCPauseMillis=20",
          "-XX:InitiatingHeapOccupancyPercent=35",
          "-XX:+ExplicitGCInvokesConcurrent",
          "-XX:MaxInlineLevel=15",
          "-Djava.awt.headless=true",
          "-Dcom.sun.management.jmxremote=true",
          "-Dcom.sun.management.jmxremote.authenticate=false",
          "-Dcom.sun.management.jmxremote.ssl=false");

  KafkaContender(Path root, String java) {
    this(root, java, "", Map.of());
  }

  @Override
  public Contender with(String listener, Map<String, String> more) {
    return new KafkaContender(root, java, listener, more);
  }

  @Override
  public String name() {
    return "apache-kafka";
  }

  @Override
  public void prepare(Path home, int port) throws IOException, InterruptedException {
    int controller = port + 1;
    String shipped = Files.readString(root.resolve("benchmarks/apache-kafka/server.properties"));
    Files.writeString(
        settings(home),
        shipped
                .replace("@port@", Integer.toString(port))
                .replace("@controller@", Integer.toString(controller))
                .replace("@data@", home.resolve("data").toString())
            + more(port));
    List<String> format = new ArrayList<>(java(home, List.of("-Xmx256M")));
    format.addAll(List.of("kafka.tools.StorageTool", "format", "--standalone"));
    format.addAll(List.of("-t", "5L6g3nShT-eMCtK--X86sw", "-c", settings(home).toString()));
    Process process =
        new ProcessBuilder(format)
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("format.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(home.resolve("format.log")));
    }
  }

  /** What stands later in the file counts. */
  private String more(int port) {
    StringBuilder lines = new StringBuilder();
    if (!moreListeners.isEmpty()) {
      String clients = "PLAINTEXT://127.0.0.1:" + port + "," + moreListeners;
      lines.append("\nadvertised.listeners=").append(clients);
      lines
          .append("\nlisteners=")
          .append(clients)
          .append(",CONTROLLER://127.0.0.1:")
          .append(port + 1);
      lines.append("\nlistener.security.protocol.map=");
      lines.append("CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SSL:SSL");
    }
    settings.forEach((name, value) -> lines.append("\n" + name + "=" + value));
    return lines.append('\n').toString();
  }

  @Override
  public int partitions(Options options) {
    return options.kafkaPartitions();
  }

  @Override
  public List<String> command(Path home, int port) {
    List<String> command = new ArrayList<>(java(home, JVM_OPTIONS));
    command.addAll(List.of("kafka.Kafka", settings(home).toString()));
    return command;
  }

  private List<String> java(Path home, List<String> options) {
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(options);
    Path logging = root.resolve("benchmarks/apache-kafka/log4j2.properties");
    command.add(
        "-Xlog:gc*:file=" + home.resolve("gc.log") + ":time,tags:filecount=10,filesize=100M");
    command.add("-Dlog4j2.configurationFile=" + logging);
    command.addAll(List.of("-cp", classPath()));
    return command;
  }

  private String classPath() {
    try {
      return Files.readString(root.resolve("benchmarks/apache-kafka/target/classpath.txt")).strip();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path settings(Path home) {
    return home.resolve("server.properties");
  }
}

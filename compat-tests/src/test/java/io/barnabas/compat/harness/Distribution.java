package io.barnabas.compat.harness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A broker that can be started from its files: which command, which settings it needs beyond the
 * common ones.
 */
public interface Distribution {

  /** The one named by the system property {@code broker}. */
  static Distribution underTest() {
    String name = System.getProperty("broker", "barnabas");
    return switch (name) {
      case "barnabas" -> new BarnabasDistribution(ClassPaths.root());
      case "apache-kafka" -> ApacheKafkaDistribution.control(ClassPaths.root());
      default ->
          throw new IllegalArgumentException("-Dbroker=" + name + ": barnabas or apache-kafka");
    };
  }

  /** Barnabas, whatever is under test. */
  static Distribution barnabas() {
    return new BarnabasDistribution(ClassPaths.root());
  }

  /** Apache Kafka, whatever is under test, from {@code compat-tests/classpaths/<classPath>}. */
  static Distribution apacheKafka(String classPath) {
    return apacheKafka(classPath, 0);
  }

  /**
   * A part of Apache Kafka: what is started on the controller's port is the controller, all else a
   * broker.
   */
  static Distribution apacheKafka(String classPath, int controllerPort) {
    return new ApacheKafkaDistribution(
        ClassPaths.root().resolve("compat-tests/classpaths").resolve(classPath),
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        controllerPort);
  }

  /** Settings every start needs, before those of the test. */
  Map<String, String> defaults(Path home, int port);

  /** Called once per data directory, before the first start. */
  void prepare(Path properties) throws IOException, InterruptedException;

  /** The command that serves in the foreground with the settings in {@code properties}. */
  List<String> command(Path properties);

  /** True for the real Apache Kafka, which does a few things differently on purpose. */
  boolean isControl();
}

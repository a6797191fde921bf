package io.barnabas.compat.address;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.ClassPaths;
import io.barnabas.compat.harness.Ports;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A client on another host, as far as the network goes: in a network namespace of its own, where
 * one can be made. Its addresses are those for examples (RFC 5737).
 */
@ExtendWith(BrokersExtension.class)
final class OtherNamespaceIT {
  private static final String HERE = "198.51.100.1";
  private static final String THERE = "198.51.100.2";

  private final String namespace = "barnabas-" + ProcessHandle.current().pid();
  private final String link = "bn" + ProcessHandle.current().pid();

  @BeforeEach
  void makeANamespace() throws Exception {
    Assumptions.assumeTrue(
        run("ip", "netns", "add", namespace)
            && run(
                "ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns",
                namespace)
            && run("ip", "addr", "add", HERE + "/30", "dev", link)
            && run("ip", "link", "set", link, "up")
            && run("ip", "-n", namespace, "addr", "add", THERE + "/30", "dev", "eth0")
            && run("ip", "-n", namespace, "link", "set", "eth0", "up"),
        "no network namespaces here");
  }

  @AfterEach
  void removeIt() throws Exception {
    run("ip", "netns", "delete", namespace);
  }

  @Test
  void shouldServeAClientOfAnotherHostWithNothingConfigured(Brokers brokers) throws Exception {
    int port = Ports.free(RandomGenerator.getDefault());
    BrokerProcess broker = brokers.create(port, Map.of("listeners", "PLAINTEXT://:" + port));
    Assumptions.assumeFalse(broker.isControl(), "Apache Kafka tells the name of this machine");
    broker.start();

    List<String> command = new ArrayList<>();
    command.addAll(List.of("ip", "netns", "exec", namespace, ClassPaths.java(), "-Xmx256m"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", ClassPaths.of("tools")));
    command.addAll(
        List.of("org.apache.kafka.tools.TopicCommand", "--create", "--topic", "letters"));
    command.addAll(List.of("--bootstrap-server", HERE + ":" + port));
    Assertions.assertTrue(run(command.toArray(String[]::new)), broker::tail);
  }

  /** Whether it is there and ends well. */
  private static boolean run(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.to(new File("/dev/null")))
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}

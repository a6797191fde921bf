package io.barnabas.compat.security;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.ApiVersionsProbe;
import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Ports;
import io.barnabas.compat.harness.RawConnection;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections beyond their number, and those that take and give nothing. */
@ExtendWith(BrokersExtension.class)
final class ConnectionLimitsIT {
  private static final ConfigResource BROKER = new ConfigResource(ConfigResource.Type.BROKER, "1");

  private static void set(BrokerProcess broker, String name, String value) throws Exception {
    try (Admin admin = Clients.admin(broker)) {
      admin
          .incrementalAlterConfigs(
              Map.of(BROKER, List.of(new AlterConfigOp(new ConfigEntry(name, value), OpType.SET))))
          .all()
          .get();
    }
  }

  private static RawConnection served(int port) throws Exception {
    RawConnection connection = new RawConnection(port);
    connection.exchange(
        new ApiVersionsRequest.Builder().build((short) 3), ApiVersionsResponse.class);
    return connection;
  }

  @Test
  void shouldKeepAListenerToItsNumberAndObeyANewOneAtOnce(Brokers brokers) throws Exception {
    int port = Ports.free(RandomGenerator.getDefault());
    BrokerProcess broker =
        brokers.start(
            Map.of(
                "node.id", "1",
                "more.listeners", "OTHER://127.0.0.1:" + port,
                "listener.security.protocol.map",
                    "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,OTHER:PLAINTEXT",
                "listener.name.other.max.connections", "2"));
    RawConnection first = served(port);
    try (RawConnection second = served(port);
        RawConnection third = new RawConnection(port)) {
      third.sendFrame(apiVersions());
      assertTrue(ApiVersionsProbe.answers(broker.port()));
      first.close();
      third.receiveFrame();
      try (RawConnection fourth = new RawConnection(port)) {
        fourth.sendFrame(apiVersions());
        set(broker, "listener.name.other.max.connections", "3");
        fourth.receiveFrame();
      }
      set(broker, "listener.name.other.max.connection.creation.rate", "1");
      for (int i = 0; i < 2; i++) {
        served(port).close();
      }
      set(broker, "listener.name.other.max.connection.creation.rate", "1000");
      for (int i = 0; i < 20; i++) {
        served(port).close();
      }
      assertTrue(
          second.exchange(
                  new ApiVersionsRequest.Builder().build((short) 3), ApiVersionsResponse.class)
              != null);
    }
  }

  private static ByteBuffer apiVersions() {
    return ByteBuffer.allocate(10)
        .putShort((short) 18)
        .putShort((short) 0)
        .putInt(7)
        .putShort((short) -1)
        .flip();
  }

  @Test
  void shouldTakeNoMemoryForWhatIsOnlyAnnounced(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(Map.of());
    Assumptions.assumeTrue(!broker.isControl() && Files.exists(Path.of("/proc/self/status")));
    String topic = Clients.topic(broker, 1);
    List<RawConnection> liars = new ArrayList<>();
    try (Producer<String, String> producer = Clients.producer(broker, Map.of())) {
      producer.send(new ProducerRecord<>(topic, "before")).get();
      long before = residentMib(broker);
      for (int i = 0; i < 500; i++) {
        RawConnection liar = new RawConnection(broker.port());
        liars.add(liar);
        liar.sendBytes(
            ByteBuffer.allocate(12)
                .putInt(100 << 20)
                .putShort((short) 0)
                .putShort((short) 9)
                .array());
      }
      for (int i = 0; i < 100; i++) {
        producer.send(new ProducerRecord<>(topic, "meanwhile")).get();
      }
      long grown = residentMib(broker) - before;
      assertTrue(grown < 64, "grew by " + grown + " MiB");
    } finally {
      for (RawConnection liar : liars) {
        liar.close();
      }
    }
    Await.until("the next one is served", () -> ApiVersionsProbe.answers(broker.port()));
  }

  private static long residentMib(BrokerProcess broker) throws Exception {
    return Files.readAllLines(Path.of("/proc/" + broker.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}

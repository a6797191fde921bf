package io.barnabas.compat.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Ports;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;

/**
 * The image has the native libraries of its kind of machine, and they load; that of another kind
 * runs where the kernel knows an emulator, and is tested so: {@code docker build --platform}.
 */
final class NativeLibrariesIT {
  /** A start takes a moment, and half a minute under an emulator. */
  private static final Duration EMULATED = Duration.ofMinutes(5);

  private static final List<String> CODECS = List.of("gzip", "snappy", "lz4", "zstd");

  /** What is in memory of a broker that has been asked for everything. */
  private static final List<String> LIBRARIES =
      List.of(
          "librocksdbjni",
          "libnetty_transport_native_epoll",
          "libnetty_tcnative",
          "zstd-jni",
          "liblz4-java",
          "snappyjava");

  @BeforeEach
  void needsAnEngineAndAnImage() {
    Engine.assume();
  }

  @Test
  void shouldCompressByEveryCodecAndEncryptWithItsOwnLibraries() throws Exception {
    X509Bundle certificate =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=broker")
            .addSanDnsName("localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    int plain = Ports.free(RandomGenerator.getDefault());
    int tls = Ports.free(RandomGenerator.getDefault());
    try (GenericContainer<?> broker =
        Engine.container()
            .withExposedPorts(plain, tls)
            .withStartupTimeout(EMULATED)
            .withEnv("KAFKA_LISTENERS", "PLAINTEXT://:" + plain + ",SSL://:" + tls)
            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
            .withEnv("KAFKA_SSL_KEYSTORE_TYPE", "PEM")
            .withEnv("KAFKA_SSL_KEYSTORE_CERTIFICATE_CHAIN", certificate.getCertificatePathPEM())
            .withEnv("KAFKA_SSL_KEYSTORE_KEY", certificate.getPrivateKeyPEM())) {
      broker.setPortBindings(List.of(plain + ":" + plain, tls + ":" + tls));
      broker.start();

      convert("localhost:" + plain, Map.of());
      convert(
          "localhost:" + tls,
          Map.of(
              "security.protocol",
              "SSL",
              "ssl.truststore.type",
              "PEM",
              "ssl.truststore.certificates",
              certificate.getCertificatePathPEM()));

      String mapped = broker.execInContainer("cat", "/proc/1/maps").getStdout();
      for (String library : LIBRARIES) {
        assertTrue(mapped.contains(library), () -> library + " is not among\n" + mapped);
      }
    }
  }

  /** Has the broker read each codec and write another one. */
  private static void convert(String bootstrap, Map<String, Object> client) throws Exception {
    String prefix = Clients.unique("letters");
    List<NewTopic> topics = new ArrayList<>();
    for (String codec : CODECS) {
      topics.add(
          new NewTopic(prefix + "-" + codec, 1, (short) 1)
              .configs(Map.of("compression.type", codec)));
    }
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("bootstrap.servers", bootstrap);
    settings.put("group.id", prefix);
    try (Admin admin = Admin.create(settings)) {
      admin.createTopics(topics).all().get();
    }
    for (int i = 0; i < CODECS.size(); i++) {
      String topic = prefix + "-" + CODECS.get(i);
      settings.put("compression.type", CODECS.get((i + 1) % CODECS.size()));
      String letter = "to the castle, ".repeat(100);
      try (var producer = Clients.producer(bootstrap, settings);
          var consumer = Clients.consumer(bootstrap, settings)) {
        producer.send(new ProducerRecord<>(topic, letter)).get();
        consumer.subscribe(List.of(topic));
        assertEquals(letter, Clients.poll(consumer, 1).get(0).value());
        consumer.commitSync();
      }
    }
  }
}

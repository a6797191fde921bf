package io.barnabas.compat.api;

import static io.barnabas.compat.harness.Clients.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Configs that change while the broker runs, of everything that has any. */
@ExtendWith(BrokersExtension.class)
final class DynamicConfigsIT {
  private static final ConfigResource BROKER = new ConfigResource(Type.BROKER, "1");
  private static final ConfigResource ALL_BROKERS = new ConfigResource(Type.BROKER, "");
  private static final ConfigResource LOGGERS = new ConfigResource(Type.BROKER_LOGGER, "1");
  private static final ConfigResource GROUP = new ConfigResource(Type.GROUP, "g");
  private static final ConfigResource METRICS = new ConfigResource(Type.CLIENT_METRICS, "m");
  private static final ConfigResource TOPIC = new ConfigResource(Type.TOPIC, "t");

  @Test
  void shouldObeyTheClosestPlaceAndKeepItOverARestart(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(Map.of("node.id", "1", "log.retention.hours", "100"));
    try (Admin admin = Clients.admin(broker)) {
      admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
      assertEquals("360000000", describe(admin, TOPIC).get("retention.ms").value());
      set(admin, ALL_BROKERS, "log.retention.ms", "5000000").get();
      assertEquals("5000000", describe(admin, TOPIC).get("retention.ms").value());
      set(admin, BROKER, "log.retention.ms", "6000000").get();
      set(admin, GROUP, "consumer.session.timeout.ms", "50000").get();
      set(admin, METRICS, "interval.ms", "1000").get();
    }
    broker.stop();
    broker.start();
    try (Admin admin = Clients.admin(broker)) {
      ConfigEntry retention = describe(admin, TOPIC).get("retention.ms");
      assertEquals("6000000", retention.value());
      assertEquals(ConfigSource.DYNAMIC_BROKER_CONFIG, retention.source());
      assertEquals("5000000", describe(admin, ALL_BROKERS).get("log.retention.ms").value());
      ConfigEntry session = describe(admin, GROUP).get("consumer.session.timeout.ms");
      assertEquals("50000", session.value());
      assertEquals(ConfigSource.DYNAMIC_GROUP_CONFIG, session.source());
      assertEquals("1000", describe(admin, METRICS).get("interval.ms").value());
      change(admin, BROKER, new AlterConfigOp(entry("log.retention.ms", ""), OpType.DELETE)).get();
      assertEquals("5000000", describe(admin, TOPIC).get("retention.ms").value());
      assertTrue(admin.listConfigResources().all().get().containsAll(List.of(GROUP, METRICS)));
    }
  }

  @Test
  void shouldRefuseWhatNobodyMaySet(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(Map.of("node.id", "1"));
    try (Admin admin = Clients.admin(broker)) {
      refused(InvalidRequestException.class, set(admin, BROKER, "log.dirs", "/tmp"));
      refused(InvalidRequestException.class, set(admin, BROKER, "log.retention.ms", "soon"));
      refused(InvalidRequestException.class, set(admin, ALL_BROKERS, "log.segment.bytes", "5"));
      refused(InvalidRequestException.class, set(admin, ALL_BROKERS, "listeners", "X://:1"));
      refused(InvalidRequestException.class, set(admin, METRICS, "interval.ms", "5"));
      refused(InvalidConfigurationException.class, set(admin, METRICS, "match", "shoe_size=4"));
      refused(
          InvalidConfigurationException.class,
          set(admin, GROUP, "consumer.session.timeout.ms", "1"));
      refused(InvalidConfigurationException.class, set(admin, GROUP, "no.such", "1"));
      refused(InvalidConfigurationException.class, set(admin, LOGGERS, "no.such", "INFO"));
      refused(InvalidConfigurationException.class, set(admin, LOGGERS, "root", "LOUD"));
      admin
          .incrementalAlterConfigs(
              Map.of(
                  BROKER, List.of(new AlterConfigOp(entry("log.retention.ms", "7"), OpType.SET))),
              new AlterConfigsOptions().validateOnly(true))
          .all()
          .get();
      assertNull(describe(admin, BROKER).get("log.retention.ms").value());
    }
  }

  @Test
  void shouldChangeLevelsOfLoggersAndLimitsOfConnections(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(Map.of("node.id", "1"));
    try (Admin admin = Clients.admin(broker)) {
      String logger = "io.barnabas.server.network.Connection";
      set(admin, LOGGERS, logger, "DEBUG").get();
      assertEquals("DEBUG", describe(admin, LOGGERS).get(logger).value());
      change(admin, LOGGERS, new AlterConfigOp(entry(logger, ""), OpType.DELETE)).get();
      assertEquals("INFO", describe(admin, LOGGERS).get(logger).value());
      set(admin, BROKER, "max.connections.per.ip", "50").get();
      assertTrue(broker.output().contains("max.connections.per.ip is 50 now"));
      set(admin, ALL_BROKERS, "log.cleaner.threads", "2").get();
      assertTrue(broker.output().contains("log.cleaner.threads is 2 now"));
      refused(
          InvalidRequestException.class,
          set(admin, BROKER, "log.cleaner.dedupe.buffer.size", "1048576"));
      set(admin, BROKER, "num.network.threads", "2").get();
      assertTrue(broker.output().contains("num.network.threads is 2 now"));
      set(admin, BROKER, "num.io.threads", "4").get();
      assertTrue(broker.output().contains("without effect in this version: [num.io.threads]"));
      assertFalse(describe(admin, BROKER).get("max.connections.per.ip").isReadOnly());
      assertTrue(describe(admin, BROKER).get("log.dirs").isReadOnly());
    }
  }

  private static void refused(Class<? extends Throwable> why, KafkaFuture<Void> change)
      throws InterruptedException {
    assertInstanceOf(why, failure(change));
  }

  private static ConfigEntry entry(String name, String value) {
    return new ConfigEntry(name, value);
  }

  private static KafkaFuture<Void> set(
      Admin admin, ConfigResource resource, String name, String value) {
    return change(admin, resource, new AlterConfigOp(entry(name, value), OpType.SET));
  }

  private static KafkaFuture<Void> change(
      Admin admin, ConfigResource resource, AlterConfigOp... changes) {
    return admin.incrementalAlterConfigs(Map.of(resource, Arrays.asList(changes))).all();
  }

  private static Config describe(Admin admin, ConfigResource resource) throws Exception {
    return admin.describeConfigs(List.of(resource)).all().get().get(resource);
  }
}

package io.barnabas.metadata.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.coordinator.group.GroupConfig;
import org.apache.kafka.coordinator.group.GroupCoordinatorConfig;
import org.apache.kafka.coordinator.group.modern.share.ShareGroupConfig;
import org.apache.kafka.server.metrics.ClientMetricsConfigs;
import org.junit.jupiter.api.Test;

/** Holds the configs of groups and of metrics subscriptions against those of Kafka itself. */
final class ResourceConfigsKafkaTest {
  private static final List<String> VALUES =
      List.of(
          "x",
          "",
          "0",
          "1",
          "-1",
          "2",
          "3",
          "10",
          "11",
          "20",
          "21",
          "99",
          "100",
          "1000",
          "4000",
          "4001",
          "5000",
          "15000",
          "15001",
          "44999",
          "45000",
          "60000",
          "60001",
          "3600000",
          "3600001",
          "true",
          "false",
          "yes",
          "latest",
          "earliest",
          "by_duration:PT1H",
          "by_duration:-PT1H",
          "by_duration:x",
          "read_committed",
          "READ_COMMITTED",
          "sticky",
          "a,b",
          "a,,b",
          "a,a",
          "__x",
          "client_id=.*",
          "client_id=[",
          "client_id",
          "foo=1",
          "client_id=a,client_source_port=1",
          " 7 ");

  private static final ConfigDef BROKER =
      Utils.mergeConfigs(List.of(GroupCoordinatorConfig.CONFIG_DEF, ShareGroupConfig.CONFIG_DEF));

  private final AbstractConfig broker = new AbstractConfig(BROKER, Map.of(), false);
  private final GroupConfigs groups = new GroupConfigs(1, Map.of(), this::brokerDefault);
  private final io.barnabas.metadata.config.ClientMetricsConfigs metrics =
      new io.barnabas.metadata.config.ClientMetricsConfigs();

  private String brokerDefault(String name) {
    ConfigDef.ConfigKey key = BROKER.configKeys().get(name);
    return key == null ? null : ConfigDef.convertToString(key.defaultValue, key.type);
  }

  @Test
  void shouldKnowTheSameGroupConfigs() {
    assertEquals(described(GroupConfig.CONFIG_DEF), described(groups.definitions()));
    assertEquals(27, groups.definitions().size());
    for (ConfigDefinition definition : groups.definitions()) {
      assertEquals(GroupConfig.isInternal(definition.name()), definition.internal());
      assertEquals(
          GroupConfig.brokerSynonym(definition.name()).map(List::of).orElse(List.of()),
          definition.synonyms().stream().map(ConfigDefinition.BrokerSynonym::name).toList());
    }
  }

  @Test
  void shouldKnowTheSameConfigsOfSubscriptions() {
    assertEquals(described(ClientMetricsConfigs.configDef()), described(metrics.definitions()));
  }

  private static Map<String, String> described(ConfigDef definitions) {
    Map<String, String> described = new TreeMap<>();
    for (ConfigDef.ConfigKey key : definitions.configKeys().values()) {
      described.put(
          key.name, key.type + " " + ConfigDef.convertToString(key.defaultValue, key.type));
    }
    return described;
  }

  private static Map<String, String> described(Collection<ConfigDefinition> definitions) {
    Map<String, String> described = new TreeMap<>();
    definitions.forEach(
        each -> described.put(each.name(), each.type() + " " + each.defaultValue()));
    return described;
  }

  @Test
  void shouldAcceptAndRefuseTheSameValuesOfGroups() {
    List<String> differences = new ArrayList<>();
    for (String name : new TreeSet<>(GroupConfig.configNames())) {
      for (String value : VALUES) {
        compare(
            differences,
            name + "=" + value,
            kafka(name, value),
            groups.complaint(Map.of(name, value)));
      }
    }
    assertEquals(List.of(), differences);
  }

  @Test
  void shouldAcceptAndRefuseTheSameValuesOfSubscriptions() {
    List<String> differences = new ArrayList<>();
    for (String name : ClientMetricsConfigs.configNames()) {
      for (String value : VALUES) {
        ConfigComplaint complaint = metrics.complaint(Map.of(name, value));
        compare(
            differences,
            name + "=" + value,
            subscription(name, value),
            complaint == null ? null : complaint.message());
      }
    }
    assertEquals(List.of(), differences);
  }

  private static void compare(
      List<String> differences, String what, String expected, String actual) {
    if (!String.valueOf(expected).equals(String.valueOf(actual))) {
      differences.add(what + ": " + expected + " / " + actual);
    }
  }

  private String kafka(String name, String value) {
    try {
      GroupConfig.validate(
          Map.of(name, value), new GroupCoordinatorConfig(broker), new ShareGroupConfig(broker));
      return null;
    } catch (RuntimeException refused) {
      return refused.getMessage();
    }
  }

  private static String subscription(String name, String value) {
    try {
      ClientMetricsConfigs.validate("s", Map.of(name, value));
      return null;
    } catch (RuntimeException refused) {
      return refused.getMessage();
    }
  }
}

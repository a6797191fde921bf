package io.barnabas.metadata.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.metadata.image.ConfigsImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.server.config.ServerTopicConfigSynonyms;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.junit.jupiter.api.Test;

/** Holds the topic configs against those of Kafka itself. */
final class TopicConfigsKafkaTest {
  private static final List<String> VALUES =
      List.of(
          "x",
          "",
          " ",
          "0",
          "1",
          "-1",
          "-2",
          "-3",
          "2",
          "5",
          " 5 ",
          "9",
          "10",
          "17",
          "18",
          "22",
          "23",
          "0.5",
          "1.5",
          "true",
          "TRUE",
          "yes",
          " false ",
          "compact",
          "delete",
          "compact,delete",
          "delete , compact",
          "delete,,compact",
          ",",
          "delete,delete",
          "gzip",
          " gzip ",
          "GZIP",
          "producer",
          "uncompressed",
          "CreateTime",
          "createtime",
          "*",
          "1:2",
          "1:2,3:4",
          "1:a",
          "12",
          "*,1:1",
          "1:2,,3:4",
          "1048575",
          "1048576",
          "2147483639",
          "2147483640",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "-131072",
          "-131073",
          "+5",
          "5L",
          "none");

  private final TopicConfigs configs = new TopicConfigs(1, Map.of());

  @Test
  void shouldKnowTheSameNamesTypesAndDefaults() {
    Map<String, String> expected = new TreeMap<>();
    LogConfig.configDefCopy()
        .configKeys()
        .values()
        .forEach(
            key ->
                expected.put(
                    key.name,
                    key.type + " " + ConfigDef.convertToString(key.defaultValue, key.type)));

    Map<String, String> actual = new TreeMap<>();
    configs
        .definitions()
        .forEach(
            definition ->
                actual.put(definition.name(), definition.type() + " " + definition.defaultValue()));

    assertEquals(expected, actual);
    assertEquals(38, actual.size());
  }

  @Test
  void shouldFallBackToTheSameBrokerConfigsInTheSameUnits() {
    Map<String, List<String>> expected = new TreeMap<>();
    ServerTopicConfigSynonyms.ALL_TOPIC_CONFIG_SYNONYMS.forEach(
        (name, synonyms) ->
            expected.put(
                name,
                synonyms.stream()
                    .map(synonym -> synonym.name() + " " + synonym.converter().apply("7"))
                    .toList()));

    Map<String, List<String>> actual = new TreeMap<>();
    configs
        .definitions()
        .forEach(
            definition -> {
              if (!definition.synonyms().isEmpty()) {
                actual.put(
                    definition.name(),
                    definition.synonyms().stream()
                        .map(synonym -> synonym.name() + " " + synonym.convert("7"))
                        .toList());
              }
            });

    assertEquals(expected, actual);
  }

  @Test
  void shouldAcceptAndRefuseTheSameValuesInTheSameWords() {
    List<String> differences = new ArrayList<>();
    for (String name : new TreeSet<>(LogConfig.configNames())) {
      for (String value : VALUES) {
        String expected = kafka(Map.of(name, value));
        String actual = configs.complaint(Map.of(name, value), ConfigsImage.EMPTY);
        if (name.equals("remote.storage.enable") && expected == null) {
          continue;
        }
        if (!String.valueOf(expected).equals(String.valueOf(actual))) {
          differences.add(name + "=" + value + ": " + expected + " / " + actual);
        }
      }
    }

    assertEquals(List.of(), differences);
  }

  @Test
  void shouldRefuseContradictions() {
    Map<String, String> contradiction =
        Map.of("min.compaction.lag.ms", "100", "max.compaction.lag.ms", "50");

    assertEquals(kafka(contradiction), configs.complaint(contradiction, ConfigsImage.EMPTY));
  }

  private static String kafka(Map<String, String> values) {
    try {
      LogConfig.validate(values);
      return null;
    } catch (RuntimeException refused) {
      return refused.getMessage();
    }
  }
}

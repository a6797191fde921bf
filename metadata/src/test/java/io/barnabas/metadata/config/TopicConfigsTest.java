package io.barnabas.metadata.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.metadata.config.EffectiveConfig.ConfigSynonym;
import io.barnabas.metadata.image.ConfigsImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TopicConfigsTest {

  @Test
  void shouldPreferMillisecondsToMinutesToHours() {
    assertEquals(3_600_000, retention(Map.of("log.retention.hours", "1")));
    assertEquals(
        120_000, retention(Map.of("log.retention.hours", "1", "log.retention.minutes", "2")));
    assertEquals(
        3,
        retention(
            Map.of(
                "log.retention.hours", "1",
                "log.retention.minutes", "2",
                "log.retention.ms", "3")));
    assertEquals(-1, retention(Map.of("log.retention.hours", "-1")));
  }

  @Test
  void shouldNameEveryPlaceThatSetsAValueTheWinnerFirst() {
    TopicConfigs configs = new TopicConfigs(1, Map.of("log.retention.minutes", "2"));

    EffectiveConfig retention = find(configs, Map.of("retention.ms", "5"), "retention.ms");

    assertEquals("5", retention.value());
    assertEquals(ConfigSource.DYNAMIC_TOPIC_CONFIG, retention.source());
    assertEquals(
        List.of(
            new ConfigSynonym("retention.ms", "5", ConfigSource.DYNAMIC_TOPIC_CONFIG),
            new ConfigSynonym("log.retention.minutes", "2", ConfigSource.STATIC_BROKER_CONFIG),
            new ConfigSynonym("log.retention.hours", "168", ConfigSource.DEFAULT_CONFIG)),
        retention.synonyms());
  }

  @Test
  void shouldShowTheDefaultWithItsBrokerSynonym() {
    EffectiveConfig retention = find(new TopicConfigs(1, Map.of()), Map.of(), "retention.ms");

    assertEquals("604800000", retention.value());
    assertEquals(ConfigSource.DEFAULT_CONFIG, retention.source());
    assertEquals(
        List.of(new ConfigSynonym("log.retention.hours", "168", ConfigSource.DEFAULT_CONFIG)),
        retention.synonyms());
  }

  @Test
  void shouldHideInternalConfigsAndShowAllOthers() {
    List<EffectiveConfig> all =
        new TopicConfigs(1, Map.of()).resolve(Map.of(), ConfigsImage.EMPTY).all();

    assertEquals(37, all.size());
    assertTrue(all.stream().noneMatch(config -> config.name().startsWith("internal")));
  }

  @Test
  void shouldRefuseTieredStorageWhichIsNotThere() {
    assertEquals(
        "Tiered Storage functionality is disabled in the broker. Topic cannot be configured with"
            + " remote log storage.",
        new TopicConfigs(1, Map.of())
            .complaint(Map.of("remote.storage.enable", "true"), ConfigsImage.EMPTY));
  }

  @Test
  void shouldNameKeyValueAndExpectationOfABadBrokerConfig() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new TopicConfigs(1, Map.of("log.segment.bytes", "5")));

    assertEquals(
        "Invalid value 5 for configuration log.segment.bytes: Value must be at least 1048576",
        refused.getMessage());
  }

  @Test
  void shouldRefuseABrokerThatKeepsNothing() {
    assertThrows(IllegalArgumentException.class, () -> retention(Map.of("log.retention.ms", "0")));
    assertThrows(
        IllegalArgumentException.class, () -> retention(Map.of("log.retention.hours", "0")));
    assertEquals(1, retention(Map.of("log.retention.hours", "0", "log.retention.ms", "1")));
    assertNull(
        new TopicConfigs(1, Map.of()).complaint(Map.of("retention.ms", "0"), ConfigsImage.EMPTY));
  }

  private static long retention(Map<String, String> broker) {
    return new TopicConfigs(1, broker)
        .resolve(Map.of(), ConfigsImage.EMPTY)
        .longValue("retention.ms");
  }

  private static EffectiveConfig find(
      TopicConfigs configs, Map<String, String> topic, String name) {
    return configs.resolve(topic, ConfigsImage.EMPTY).all().stream()
        .filter(config -> config.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}

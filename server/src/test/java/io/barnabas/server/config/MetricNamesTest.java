package io.barnabas.server.config;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetricNamesTest {
  private static MetricNames of(String excluded) {
    Properties given = new Properties();
    given.setProperty(SettingCatalogue.METRICS_EXCLUDE, excluded);
    return MetricNames.from(new SettingsLoader().properties(given).load());
  }

  @Test
  void shouldTellEverythingUnlessItIsSaidOtherwise() {
    assertTrue(
        MetricNames.from(new SettingsLoader().properties(new Properties()).load()).test("a"));
    assertTrue(of("").test("a"));
  }

  @Test
  void shouldLeaveOutNamesAndBeginningsOfNames() {
    MetricNames names = of("kafka_topic_partition_*, kafka_log_log_size");
    for (String left :
        List.of("kafka_topic_partition_leader", "kafka_topic_partition_", "kafka_log_log_size")) {
      assertFalse(names.test(left), left);
    }
    for (String told :
        List.of("kafka_topic_partitions", "kafka_log_log_size_more", "a_kafka_log_log_size")) {
      assertTrue(names.test(told), told);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka_*_size", "kafka.log", "*kafka", "a b", "5a"})
  void shouldRefuseWhatIsNoNameOfMetrics(String excluded) {
    String told = assertThrows(ConfigException.class, () -> of(excluded)).getMessage();
    assertTrue(told.contains(SettingCatalogue.METRICS_EXCLUDE), told);
    assertTrue(told.contains("kafka_topic_partition_*"), told);
  }
}

package io.barnabas.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.barnabas.server.config.Settings;
import io.barnabas.server.config.SettingsLoader;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BrokerConfigTest {

  private static Settings settings(String... pairs) {
    return new SettingsLoader().overrides(List.of(pairs)).load();
  }

  @Test
  void shouldNameSettingsOfTopicsThatNothingObeys() {
    Settings settings = settings("log.local.retention.ms=1000");

    assertNotNull(BrokerConfig.from(settings));

    assertEquals(settings.given().keySet(), settings.notHonoured());
  }

  @Test
  void shouldNotNameSettingsThatAreObeyed() {
    Settings settings =
        settings(
            "log.flush.interval.messages=1",
            "log.flush.interval.ms=1000",
            "log.flush.scheduler.interval.ms=1000",
            "log.flush.offset.checkpoint.interval.ms=1000",
            "log.flush.start.offset.checkpoint.interval.ms=1000",
            "log.preallocate=true",
            "log.roll.hours=1",
            "log.retention.minutes=5",
            "log.segment.bytes=1048576",
            "message.max.bytes=2000000",
            "compression.type=zstd",
            "unclean.leader.election.enable=true",
            "auto.create.topics.enable=false",
            "delete.topic.enable=false",
            "num.partitions=3",
            "log.cleaner.enable=true",
            "log.cleaner.threads=2",
            "log.cleaner.dedupe.buffer.size=4194304",
            "log.cleaner.io.buffer.size=65536",
            "log.cleaner.io.buffer.load.factor=0.8",
            "log.cleaner.io.max.bytes.per.second=1000000",
            "log.cleaner.backoff.ms=100",
            "log.cleaner.min.cleanable.ratio=0.1",
            "log.cleaner.min.compaction.lag.ms=10",
            "log.cleaner.max.compaction.lag.ms=100000",
            "log.cleaner.delete.retention.ms=1000",
            "offsets.retention.minutes=60",
            "group.max.size=5",
            "socket.send.buffer.bytes=65536");

    assertNotNull(BrokerConfig.from(settings));

    assertEquals(Set.of(), settings.notHonoured());
  }
}

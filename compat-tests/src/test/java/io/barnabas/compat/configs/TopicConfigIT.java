package io.barnabas.compat.configs;

import static io.barnabas.compat.harness.Clients.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every topic config by its effect: a topic is looked at, one config is altered while the broker
 * runs, and the topic is looked at again.
 */
@ExtendWith(BrokersExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TopicConfigIT {
  private static final long HOUR = 3_600_000;

  /** Segments of a few records. */
  private static final Map<String, String> SMALL = Map.of("internal.segment.bytes", "2000");

  private BrokerProcess broker;
  private Admin admin;

  /** Looks at a topic, after doing something with it. */
  private interface Probe {
    Object look(ConfiguredTopic topic) throws Exception;
  }

  /** What is altered, on a topic with which other configs, and what is seen before and after. */
  private record Row(
      String config,
      String value,
      Map<String, String> others,
      Probe probe,
      BiPredicate<Object, Object> effect) {
    @Override
    public String toString() {
      return config + "=" + value;
    }
  }

  private static Row row(
      String config,
      String value,
      Map<String, String> others,
      Probe probe,
      Object from,
      Object to) {
    return new Row(
        config, value, others, probe, (before, after) -> before.equals(from) && after.equals(to));
  }

  private static Row less(String config, String value, Map<String, String> others, Probe probe) {
    return new Row(
        config,
        value,
        others,
        probe,
        (before, after) -> ((Number) after).longValue() < ((Number) before).longValue());
  }

  private static Row codec(String producers, String wanted, String stored) {
    return row(
        "compression.type",
        wanted,
        Map.of(),
        topic -> topic.stored(producers).codec(),
        producers,
        stored);
  }

  private static Row level(String config, String codec, String value, String other) {
    return less(
        config,
        value,
        Map.of("compression.type", codec, config, other),
        topic -> topic.stored("none").bytes());
  }

  static List<Row> rows() {
    Map<String, String> none = Map.of();
    long now = System.currentTimeMillis();
    return List.of(
        row(
            "cleanup.policy",
            "compact",
            none,
            t -> t.send(null, 9),
            "ok",
            "InvalidRecordException"),
        codec("none", "gzip", "gzip"),
        codec("none", "snappy", "snappy"),
        codec("none", "lz4", "lz4"),
        codec("none", "zstd", "zstd"),
        codec("lz4", "uncompressed", "none"),
        codec("gzip", "zstd", "zstd"),
        level("compression.gzip.level", "gzip", "9", "1"),
        level("compression.lz4.level", "lz4", "17", "1"),
        level("compression.zstd.level", "zstd", "19", "1"),
        row(
            "max.message.bytes",
            "1000",
            none,
            t -> t.send(null, 5000),
            "ok",
            "RecordTooLargeException"),
        row(
            "max.decompressed.message.bytes",
            "1000",
            none,
            t -> t.send("gzip", null, "a".repeat(5000)),
            "ok",
            "InvalidRecordException"),
        row(
            "message.timestamp.type",
            "LogAppendTime",
            none,
            t -> {
              t.send(now - HOUR, 9);
              return t.newest().timestampType() + " " + (t.newest().timestamp() == now - HOUR);
            },
            "CreateTime true",
            "LogAppendTime false"),
        row(
            "message.timestamp.before.max.ms",
            "1000",
            none,
            t -> t.send(now - HOUR, 9),
            "ok",
            "InvalidTimestampException"),
        row(
            "message.timestamp.after.max.ms",
            "1000",
            none,
            t -> t.send(now + HOUR / 2, 9),
            "ok",
            "InvalidTimestampException"),
        row(
            "message.timestamp.after.max.ms",
            Long.toString(3 * HOUR),
            none,
            t -> t.send(now + 2 * HOUR, 9),
            "InvalidTimestampException",
            "ok"),
        // There is one replica, and more than there are cannot be asked for.
        row("min.insync.replicas", "2", none, t -> t.send(null, 9), "ok", "ok"),
        row(
            "internal.segment.bytes",
            "2000",
            none,
            t -> t.send(null, 1500) + t.send(null, 1500) + (t.segments() > 1),
            "okokfalse",
            "okoktrue"),
        row(
            "segment.bytes",
            "1048576",
            none,
            t -> t.send(null, 200_000).repeat(1) + fill(t) + (t.segments() > 1),
            "okokfalse",
            "okoktrue"),
        row(
            "segment.ms",
            "1000",
            none,
            t -> t.send(now - HOUR, 9) + t.send(now - HOUR + 5000, 9) + (t.segments() > 1),
            "okokfalse",
            "okoktrue"),
        less(
            "segment.jitter.ms",
            "10000",
            Map.of("segment.ms", "10000"),
            t -> {
              int before = t.segments();
              // Each time later than the last, or a segment would look younger than it is.
              long start = now - HOUR + 100_000L * t.count();
              for (int i = 1; i <= 9; i++) {
                t.send(start + i * 9900, 9);
              }
              return before - t.segments();
            }),
        less(
            "segment.index.bytes",
            "24",
            Map.of("index.interval.bytes", "0", "internal.segment.bytes", "2000"),
            t -> {
              int before = t.segments();
              // A new segment first: its indexes are of the new size.
              t.send(null, 1500);
              t.send(null, 1500);
              for (int i = 0; i < 5; i++) {
                t.send(null, 9);
              }
              return before - t.segments();
            }),
        row(
            "index.interval.bytes",
            "0",
            SMALL,
            t -> {
              for (int i = 0; i < 10; i++) {
                t.send(null, 500);
              }
              return t.sealedIndexBytes() > 0;
            },
            false,
            true),
        row(
            "preallocate",
            "true",
            SMALL,
            t -> {
              t.send(null, 1500);
              t.send(null, 1500);
              return java.nio.file.Files.size(t.files(".log").get(t.segments() - 1)) == 2000;
            },
            false,
            true),
        row(
            "file.delete.delay.ms",
            "0",
            SMALL,
            t -> {
              t.send(null, 1500);
              t.send(null, 1500);
              t.send(null, 1500);
              long end = t.newest().offset();
              t.deleteRecordsBefore(end);
              String first = String.format("%020d.log", end - 1);
              t.awaitFiles(first, false);
              return t.files(first + ".deleted").isEmpty();
            },
            false,
            true),
        row("retention.ms", "1", SMALL, TopicConfigIT::begins, 0L, 3L),
        row("retention.bytes", "1000", SMALL, TopicConfigIT::begins, 0L, 2L),
        // What needs a loss of power to be seen is tried where power can be lost: in storage's
        // tests.
        kept("flush.messages", "1"),
        kept("flush.ms", "1000"),
        // Compaction has tests of its own.
        kept("delete.retention.ms", "1000"),
        kept("min.compaction.lag.ms", "1000"),
        kept("max.compaction.lag.ms", "1000"),
        kept("min.cleanable.dirty.ratio", "0.1"),
        // Without a second node, tiered storage or share groups there is nothing to see.
        kept("unclean.leader.election.enable", "true"),
        kept("leader.replication.throttled.replicas", "0:1"),
        kept("follower.replication.throttled.replicas", "*"),
        kept("errors.deadletterqueue.group.enable", "true"),
        kept("local.retention.ms", "1000"),
        kept("local.retention.bytes", "1000"),
        kept("remote.copy.lag.ms", "1000"),
        kept("remote.copy.lag.bytes", "1000"));
  }

  private static String fill(ConfiguredTopic topic) {
    for (int i = 0; i < 5; i++) {
      topic.send(null, 200_000);
    }
    return "ok";
  }

  /** Three records if there are none, each in a segment of its own; the first of them left. */
  private static Object begins(ConfiguredTopic topic) throws Exception {
    if (topic.segments() < 2 && topic.earliest() == 0) {
      for (int i = 0; i < 3; i++) {
        topic.send(System.currentTimeMillis() - HOUR, 1500);
      }
    }
    return topic.earliest();
  }

  private static Row kept(String config, String value) {
    return new Row(
        config,
        value,
        Map.of(),
        topic -> topic.configs().get(config).value(),
        (before, after) -> !before.equals(value) && after.equals(value));
  }

  @BeforeAll
  void start(Brokers brokers) throws Exception {
    broker = brokers.start(Map.of("log.retention.check.interval.ms", "200"));
    admin = Clients.admin(broker);
  }

  @AfterAll
  void stop() {
    admin.close();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void shouldObeyWhenItIsAltered(Row row) throws Exception {
    ConfiguredTopic topic = new ConfiguredTopic(broker, admin, row.others());
    Object before = row.probe().look(topic);
    topic.alter(row.config(), row.value());

    AtomicReference<Object> after = new AtomicReference<>();
    Await.until(
        row.toString(),
        java.time.Duration.ofSeconds(15),
        () -> {
          after.set(row.probe().look(topic));
          return row.effect().test(before, after.get());
        },
        () -> "but " + before + " became " + after.get());
  }

  @Test
  void shouldTryEveryConfigThereIs() throws Exception {
    Set<String> tried = new TreeSet<>();
    rows().forEach(row -> tried.add(row.config()));
    tried.remove("internal.segment.bytes");
    tried.addAll(
        Set.of("remote.storage.enable", "remote.log.copy.disable", "remote.log.delete.on.disable"));
    Set<String> told = new TreeSet<>();
    for (ConfigEntry entry : new ConfiguredTopic(broker, admin, Map.of()).configs().entries()) {
      told.add(entry.name());
    }
    assertEquals(told, tried);
  }

  @Test
  void shouldRefuseTieredStorageWhereThereIsNone() {
    NewTopic tiered =
        new NewTopic(Clients.unique("tiered"), 1, (short) 1)
            .configs(Map.of("remote.storage.enable", "true"));
    try {
      assertInstanceOf(
          InvalidConfigurationException.class, failure(admin.createTopics(List.of(tiered)).all()));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.barnabas.classpaths.streams;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.JoinWindows;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;

/**
 * Counts words, joins two streams in windows of a second and keeps a table, all in RocksDB. Runs
 * until it is killed: {@code BOOTSTRAP APPLICATION GUARANTEE STATE_DIRECTORY}. The topics are
 * {@code APPLICATION-} and words, left, right, rows for what it reads, counts, joined, table for
 * what it writes.
 */
public final class StreamsDriver {
  private StreamsDriver() {}

  public static void main(String[] arguments) {
    String application = arguments[1];
    Properties settings = new Properties();
    settings.put("bootstrap.servers", arguments[0]);
    settings.put("application.id", application);
    settings.put("processing.guarantee", arguments[2]);
    settings.put("state.dir", arguments[3]);
    settings.put("replication.factor", "1");
    settings.put("commit.interval.ms", "100");
    // Every update goes out, so that one done twice or left out is seen.
    settings.put("statestore.cache.max.bytes", "0");
    settings.put("default.key.serde", Serdes.StringSerde.class.getName());
    settings.put("default.value.serde", Serdes.StringSerde.class.getName());
    settings.put("consumer.auto.offset.reset", "earliest");
    settings.put("consumer.session.timeout.ms", "1000");
    settings.put("consumer.heartbeat.interval.ms", "200");
    StreamsBuilder builder = new StreamsBuilder();
    countWords(builder, application);
    join(builder, application);
    builder
        .<String, String>table(application + "-rows", Materialized.as("rows"))
        .toStream()
        .to(application + "-table");
    KafkaStreams streams = new KafkaStreams(builder.build(settings), settings);
    streams.setStateListener((now, before) -> System.out.println("state " + now));
    streams.start();
  }

  private static void countWords(StreamsBuilder builder, String application) {
    builder
        .<String, String>stream(application + "-words")
        .flatMapValues(line -> List.of(line.split(" ")))
        .groupBy((key, word) -> word)
        .count(Materialized.as("counts"))
        .toStream()
        .mapValues(String::valueOf)
        .to(application + "-counts", Produced.with(Serdes.String(), Serdes.String()));
  }

  private static void join(StreamsBuilder builder, String application) {
    KStream<String, String> left = builder.stream(application + "-left");
    KStream<String, String> right = builder.stream(application + "-right");
    JoinWindows second =
        JoinWindows.ofTimeDifferenceAndGrace(Duration.ofSeconds(1), Duration.ofDays(1));
    left.join(right, (one, other) -> one + "+" + other, second).to(application + "-joined");
  }
}

package io.barnabas.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A broker to be started. May start several, each with a directory of its own. One thread. */
public final class BarnabasBuilder {

  /**
   * What suits a test, where a start and memory count for more than load. What a broker does and
   * says is the same.
   */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("listeners", "PLAINTEXT://127.0.0.1:0"),
          Map.entry("offsets.topic.num.partitions", "1"),
          Map.entry("offsets.topic.replication.factor", "1"),
          Map.entry("transaction.state.log.num.partitions", "1"),
          Map.entry("transaction.state.log.replication.factor", "1"),
          Map.entry("transaction.state.log.min.isr", "1"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          Map.entry("num.network.threads", "1"),
          Map.entry("log.cleaner.dedupe.buffer.size", "4194304"),
          Map.entry("barnabas.log.dir.reserve.bytes", "1048576"),
          // Each fetch names its topics, so that faults can tell.
          Map.entry("max.incremental.fetch.session.cache.slots", "0"));

  private enum Place {
    TEMPORARY,
    MEMORY,
    KEPT
  }

  private final Map<String, String> properties = new HashMap<>(DEFAULTS);
  private final List<Topic> topics = new ArrayList<>();
  private Place place = Place.TEMPORARY;
  private Path kept = Path.of("");

  BarnabasBuilder() {}

  /** Sets a broker setting, as in {@code server.properties}. */
  public BarnabasBuilder property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  /** Sets broker settings. */
  public BarnabasBuilder properties(Map<String, String> more) {
    properties.putAll(more);
    return this;
  }

  /** Makes a topic at the start; needs a listener that asks nobody who they are. */
  public BarnabasBuilder topic(Topic topic) {
    topics.add(topic);
    return this;
  }

  /** Makes a topic at the start. */
  public BarnabasBuilder topic(String name, int partitions) {
    return topic(Topic.of(name, partitions));
  }

  /**
   * Keeps data in memory: below {@code /dev/shm} where there is such a file system, as on Linux,
   * and in a temporary directory elsewhere. In containers it is often no larger than 64 MB; when it
   * is full the broker refuses what producers send, as with any disk.
   */
  public BarnabasBuilder inMemory() {
    place = Place.MEMORY;
    return this;
  }

  /** Keeps data in this directory, and leaves it there; otherwise it goes with the broker. */
  public BarnabasBuilder directory(Path directory) {
    place = Place.KEPT;
    kept = directory;
    return this;
  }

  /**
   * Starts a broker; returns when it serves.
   *
   * @throws io.barnabas.server.config.ConfigException if a setting cannot be right
   * @throws io.barnabas.server.StartException if the machine does not let it
   */
  public Barnabas start() {
    TestDirectory directory =
        switch (place) {
          case TEMPORARY -> TestDirectory.fresh();
          case MEMORY -> TestDirectory.inMemory();
          case KEPT -> TestDirectory.kept(kept);
        };
    return Barnabas.start(directory, properties, topics);
  }
}

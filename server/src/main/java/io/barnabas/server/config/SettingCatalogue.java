package io.barnabas.server.config;

import io.barnabas.server.config.SettingDefinition.UpdateMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every broker setting of Apache Kafka, read from the table beside this class, with the few
 * defaults that are ours. Immutable.
 */
public final class SettingCatalogue {

  /**
   * Where our default is not Apache Kafka's. The role and the id are what a single node has anyway.
   * A backlog of 50 overflows when thousands of clients connect at once, and each overflow costs a
   * client a second; the kernel caps it at net.core.somaxconn. What is received is left to the
   * kernel, which sizes buffers by the connection's need. What is sent is not: a buffer that takes
   * a whole answer wakes its reader for every piece of it, at half as much again of processor time.
   * Checkpoints are written as often as logs are synced: the more recent they are, the less there
   * is to recover.
   */
  private static final Map<String, String> OUR_DEFAULTS =
      Map.of(
          "process.roles", "broker,controller",
          "node.id", "1",
          "controller.listener.names", "CONTROLLER",
          "socket.listen.backlog.size", "4096",
          "socket.receive.buffer.bytes", "-1",
          "log.flush.offset.checkpoint.interval.ms", "1000",
          "log.flush.start.offset.checkpoint.interval.ms", "5000");

  /**
   * Below so many free bytes in a log directory its partitions refuse what producers send, with a
   * retriable error; everything else goes on.
   */
  public static final String RESERVE_BYTES = "barnabas.log.dir.reserve.bytes";

  /** Where metrics and health are to be had, {@code host:port}; nowhere unless it is set. */
  public static final String HTTP_LISTENER = "barnabas.http.listener";

  /**
   * What clients are told who come through forwarded ports, where {@code advertised.listeners} does
   * not say what all are told.
   */
  public static final String ADVERTISED_FORWARDS = "barnabas.advertised.forwards";

  /** Where snapshots are kept: on the file system of the log directories, outside of them. */
  public static final String SNAPSHOT_DIR = "barnabas.snapshot.dir";

  /** Names of metrics that are not told at the HTTP port; a star at the end stands for any rest. */
  public static final String METRICS_EXCLUDE = "barnabas.metrics.exclude";

  /** How the log is written: in lines for people, or in JSON. */
  public static final String LOG_FORMAT = "barnabas.log.format";

  /** How often key and trust stores are looked at for changes; 0 for never. */
  public static final String STORE_CHECK_MS = "barnabas.ssl.store.check.interval.ms";

  /** Apache Kafka knows nothing of these, nor do its tools. */
  private static final Map<String, SettingDefinition> OURS =
      Map.of(
          RESERVE_BYTES,
          number(RESERVE_BYTES, "67108864"),
          STORE_CHECK_MS,
          number(STORE_CHECK_MS, "10000"),
          ADVERTISED_FORWARDS,
          new SettingDefinition(
              ADVERTISED_FORWARDS, SettingType.LIST, "", UpdateMode.READ_ONLY, "medium", "", false),
          HTTP_LISTENER,
          new SettingDefinition(
              HTTP_LISTENER, SettingType.STRING, null, UpdateMode.READ_ONLY, "medium", "", false),
          METRICS_EXCLUDE,
          new SettingDefinition(
              METRICS_EXCLUDE, SettingType.LIST, "", UpdateMode.READ_ONLY, "low", "", false),
          SNAPSHOT_DIR,
          new SettingDefinition(
              SNAPSHOT_DIR, SettingType.STRING, null, UpdateMode.READ_ONLY, "medium", "", false),
          LOG_FORMAT,
          new SettingDefinition(
              LOG_FORMAT,
              SettingType.STRING,
              "text",
              UpdateMode.READ_ONLY,
              "low",
              "[text, json]",
              false));

  /** How many bytes per second logs may be moved with between directories, all together. */
  public static final String MOVE_RATE = "replica.alter.log.dirs.io.max.bytes.per.second";

  /** What can be set while a broker runs, and not in its file. */
  private static final Map<String, SettingDefinition> RUN_TIME_ONLY =
      Map.of(
          MOVE_RATE,
          rate(MOVE_RATE),
          "leader.replication.throttled.rate",
          rate("leader.replication.throttled.rate"),
          "follower.replication.throttled.rate",
          rate("follower.replication.throttled.rate"));

  private final Map<String, SettingDefinition> definitions;

  private SettingCatalogue(Map<String, SettingDefinition> definitions) {
    this.definitions = Collections.unmodifiableMap(definitions);
  }

  /** A number, 0 or more. */
  private static SettingDefinition number(String name, String value) {
    return new SettingDefinition(
        name, SettingType.LONG, value, UpdateMode.READ_ONLY, "medium", "[0,...]", false);
  }

  /** Reads the table. */
  public static SettingCatalogue load() {
    Map<String, SettingDefinition> definitions = new LinkedHashMap<>();
    try (InputStream table = SettingCatalogue.class.getResourceAsStream("broker-settings.tsv")) {
      if (table == null) {
        throw new IllegalStateException("broker-settings.tsv is not on the class path");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          SettingDefinition definition = definition(line.split("\t", -1));
          definitions.put(definition.name(), definition);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SettingCatalogue(definitions);
  }

  private static SettingDefinition definition(String[] columns) {
    String name = columns[0];
    String kafkaDefault = columns[2].equals("~") || columns[2].equals("!") ? null : columns[2];
    return new SettingDefinition(
        name,
        SettingType.valueOf(columns[1]),
        OUR_DEFAULTS.getOrDefault(name, kafkaDefault),
        UpdateMode.valueOf(columns[3].toUpperCase(Locale.ROOT).replace('-', '_')),
        columns[4],
        columns[5],
        columns[6].equals("internal"));
  }

  /** The setting of this name, or null when neither Apache Kafka nor we know one. */
  public @Nullable SettingDefinition find(String name) {
    SettingDefinition kafkas = definitions.getOrDefault(name, RUN_TIME_ONLY.get(name));
    return kafkas == null ? OURS.get(name) : kafkas;
  }

  /** As {@link #find}, also for a name that says for which listener it is meant. */
  public @Nullable SettingDefinition findBase(String name) {
    SettingDefinition exact = find(name);
    return exact == null ? find(SettingNames.base(name)) : exact;
  }

  private static SettingDefinition rate(String name) {
    return new SettingDefinition(
        name, SettingType.LONG, null, UpdateMode.CLUSTER_WIDE, "medium", "[0,...]", false);
  }

  /** What can be set while a broker runs, and not in its file; without defaults. */
  public Collection<SettingDefinition> runTimeOnly() {
    return RUN_TIME_ONLY.values();
  }

  /** All settings of Apache Kafka that a file may have, by name. */
  public Collection<SettingDefinition> all() {
    return definitions.values();
  }
}

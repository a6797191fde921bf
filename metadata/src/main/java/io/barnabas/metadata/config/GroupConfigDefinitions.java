package io.barnabas.metadata.config;

import static io.barnabas.metadata.config.ConfigType.BOOLEAN;
import static io.barnabas.metadata.config.ConfigType.INT;
import static io.barnabas.metadata.config.ConfigType.LIST;
import static io.barnabas.metadata.config.ConfigType.LONG;
import static io.barnabas.metadata.config.ConfigType.STRING;
import static io.barnabas.metadata.config.ConfigValidator.ANY;
import static io.barnabas.metadata.config.ConfigValidator.atLeast;
import static io.barnabas.metadata.config.ConfigValidator.noneEmpty;
import static io.barnabas.metadata.config.ConfigValidator.oneOf;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configs of single groups: consumer, share and streams groups have their own. */
final class GroupConfigDefinitions {
  private GroupConfigDefinitions() {}

  static List<ConfigDefinition> all() {
    List<ConfigDefinition> all = new ArrayList<>();
    for (String kind : List.of("consumer", "share", "streams")) {
      all.addAll(common(kind));
    }
    all.addAll(share());
    all.addAll(streams());
    return List.copyOf(all);
  }

  private static List<ConfigDefinition> common(String kind) {
    return List.of(
        stands(kind + ".session.timeout.ms", INT, "45000", atLeast(1))
            .documented(
                "How long a member of a " + kind + " group may be silent, in milliseconds."),
        stands(kind + ".heartbeat.interval.ms", INT, "5000", atLeast(1))
            .documented("How often members of a " + kind + " group report, in milliseconds."),
        stands(kind + ".assignment.interval.ms", INT, "1000", atLeast(0))
            .documented("The least time between two assignments of a " + kind + " group."),
        hidden(kind + ".assignor.offload.enable", BOOLEAN, "true", ANY)
            .documented("Whether assignments of a " + kind + " group are made in the background."));
  }

  private static List<ConfigDefinition> share() {
    return List.of(
        stands("share.record.lock.duration.ms", INT, "30000", atLeast(1000))
            .documented("How long a record is a consumer's alone, in milliseconds."),
        stands("share.delivery.count.limit", INT, "5", atLeast(2))
            .documented("How often a record is delivered before the group gives it up."),
        stands("share.partition.max.record.locks", INT, "2000", atLeast(100))
            .documented("How many records of a partition may be in delivery at a time."),
        own("share.auto.offset.reset", STRING, "latest", GroupConfigDefinitions::resetComplaint)
            .documented("Where a share group begins: earliest, latest or by_duration:DURATION."),
        own(
                "share.isolation.level",
                STRING,
                "read_uncommitted",
                oneOf("read_committed", "read_uncommitted"))
            .documented("Whether records of aborted transactions are left out."),
        own("share.renew.acknowledge.enable", BOOLEAN, "true", ANY)
            .documented("Whether a consumer may prolong its hold on a record."),
        own("errors.deadletterqueue.topic.name", STRING, "", ANY)
            .documented("The topic for records the group has given up; empty for none."),
        own("errors.deadletterqueue.copy.record.enable", BOOLEAN, "false", ANY)
            .documented("Whether the dead-letter topic gets the whole record."));
  }

  private static List<ConfigDefinition> streams() {
    return List.of(
        stands("streams.num.standby.replicas", INT, "0", atLeast(0))
            .documented("How many standby copies each task has."),
        hidden("streams.num.warmup.replicas", INT, "2", atLeast(0))
            .documented("How many tasks may warm up on another instance at a time."),
        hidden("streams.acceptable.recovery.lag", LONG, "10000", atLeast(0))
            .documented("How many offsets behind an instance may take a task over."),
        stands("streams.initial.rebalance.delay.ms", INT, "3000", atLeast(0))
            .documented("How long a new group waits for more members, in milliseconds."),
        hidden("streams.task.offset.interval.ms", INT, "60000", atLeast(1))
            .documented("How often members report the offsets of their tasks, in milliseconds."),
        stands("streams.rack.aware.assignment.tags", LIST, "", noneEmpty())
            .documented("Client tags over which standby copies are spread."),
        own("streams.assignor.name", STRING, null, ANY)
            .or("group.streams.assignors", "sticky", 1)
            .documented("Who assigns the tasks of the group."));
  }

  /** With a broker config of the same name under {@code group.}. */
  private static ConfigDefinition stands(
      String name, ConfigType type, String defaultValue, ConfigValidator validator) {
    return own(name, type, defaultValue, validator).or("group." + name);
  }

  /** As those, but not told to clients, as Apache Kafka does not tell them. */
  private static ConfigDefinition hidden(
      String name, ConfigType type, String defaultValue, ConfigValidator validator) {
    return new ConfigDefinition(name, type, defaultValue, validator, true, "", List.of())
        .or("group." + name);
  }

  private static ConfigDefinition own(
      String name, ConfigType type, @Nullable String defaultValue, ConfigValidator validator) {
    return new ConfigDefinition(name, type, defaultValue, validator, false, "", List.of());
  }

  private static @Nullable String resetComplaint(String name, Object value) {
    String text = (String) value;
    if (text.equals("latest") || text.equals("earliest") || isDuration(text)) {
      return null;
    }
    return ConfigValidator.invalid(
        name,
        value,
        "Invalid value `"
            + text
            + "` for configuration "
            + name
            + ". The value must be either 'earliest', 'latest' or of the format"
            + " 'by_duration:<PnDTnHnMn.nS>'.");
  }

  private static boolean isDuration(String text) {
    String prefix = "by_duration:";
    if (!text.startsWith(prefix)) {
      return false;
    }
    try {
      return !Duration.parse(text.substring(prefix.length())).isNegative();
    } catch (DateTimeParseException notOne) {
      return false;
    }
  }
}

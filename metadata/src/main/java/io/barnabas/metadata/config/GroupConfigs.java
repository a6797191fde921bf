package io.barnabas.metadata.config;

import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.ConfigsImage;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The configs of groups as one broker sees them. Immutable. */
public final class GroupConfigs {
  private static final List<String> KINDS = List.of("consumer", "share", "streams");

  private final SortedMap<String, ConfigDefinition> definitions;
  private final UnaryOperator<@Nullable String> brokerSettings;
  private final Map<String, String> staticConfigs;
  private final int nodeId;

  /**
   * Combines the definitions with what the broker was started with.
   *
   * @param staticConfigs the broker's properties as they were given
   * @param brokerSettings a broker setting by name, with its default: limits for what groups may
   *     set
   */
  public GroupConfigs(
      int nodeId,
      Map<String, String> staticConfigs,
      UnaryOperator<@Nullable String> brokerSettings) {
    this.nodeId = nodeId;
    this.staticConfigs = Map.copyOf(staticConfigs);
    this.brokerSettings = brokerSettings;
    SortedMap<String, ConfigDefinition> byName = new TreeMap<>();
    GroupConfigDefinitions.all().forEach(each -> byName.put(each.name(), each));
    this.definitions = Collections.unmodifiableSortedMap(byName);
  }

  /** Every group config there is, by name. */
  public Collection<ConfigDefinition> definitions() {
    return definitions.values();
  }

  public @Nullable ConfigDefinition definition(String name) {
    return definitions.get(name);
  }

  /** What applies to a group. */
  public ResolvedConfigs resolve(String group, ConfigsImage configs) {
    return new ResolvedConfigs(
        definitions,
        configs.configs(new ConfigResource(ConfigResource.Type.GROUP, group)),
        ConfigSource.GROUP_CONFIG,
        new BrokerValues(
            configs.configs(ConfigResource.broker(nodeId)),
            configs.configs(ConfigResource.brokerDefault()),
            staticConfigs));
  }

  /**
   * Judges the complete configs a group shall have.
   *
   * @return null if they are fine, otherwise why not, for the client
   */
  public @Nullable String complaint(Map<String, String> groupConfigs) {
    for (String name : new TreeMap<>(groupConfigs).keySet()) {
      if (!definitions.containsKey(name)) {
        return "Unknown group config name: " + name;
      }
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (ConfigDefinition definition : definitions.values()) {
      String text = groupConfigs.get(definition.name());
      if (text != null) {
        ParsedConfig parsed = definition.parse(text);
        if (parsed instanceof ParsedConfig.Invalid invalid) {
          return invalid.message();
        }
        values.put(definition.name(), ((ParsedConfig.Valid) parsed).value());
      }
    }
    if (values.get("streams.rack.aware.assignment.tags") instanceof List<?> tags
        && tags.stream().distinct().count() != tags.size()) {
      return "streams.rack.aware.assignment.tags must not contain duplicate tag keys.";
    }
    String complaint = limitComplaint(values);
    return complaint != null ? complaint : crossComplaint(values);
  }

  private @Nullable String limitComplaint(Map<String, Object> values) {
    for (String kind : KINDS) {
      for (String name : namesOf(kind)) {
        String complaint = limitComplaint(kind, name, values.get(kind + "." + name));
        if (complaint != null) {
          return complaint;
        }
      }
    }
    return null;
  }

  private static List<String> namesOf(String kind) {
    return switch (kind) {
      case "share" ->
          List.of(
              "heartbeat.interval.ms",
              "session.timeout.ms",
              "record.lock.duration.ms",
              "delivery.count.limit",
              "partition.max.record.locks",
              "assignment.interval.ms");
      case "streams" ->
          List.of(
              "heartbeat.interval.ms",
              "session.timeout.ms",
              "num.standby.replicas",
              "assignment.interval.ms",
              "task.offset.interval.ms",
              "num.warmup.replicas");
      default -> List.of("heartbeat.interval.ms", "session.timeout.ms", "assignment.interval.ms");
    };
  }

  private @Nullable String limitComplaint(String kind, String name, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    String limited = name.startsWith("num.") ? name.substring("num.".length()) : name;
    String min = brokerSettings.apply("group." + kind + ".min." + limited);
    String max = brokerSettings.apply("group." + kind + ".max." + limited);
    int number = (Integer) value;
    boolean tooSmall = min != null && number < Integer.parseInt(min.trim());
    boolean tooLarge = max != null && number > Integer.parseInt(max.trim());
    if (!tooSmall && !tooLarge) {
      return null;
    }
    String config = kind + "." + name;
    if (min != null && max != null) {
      return config + " must be in the range " + min + " to " + max + " inclusive.";
    }
    return tooSmall
        ? config + " must be greater than or equal to " + min
        : config + " must be less than or equal to " + max;
  }

  private @Nullable String crossComplaint(Map<String, Object> values) {
    Object assignor = values.get("streams.assignor.name");
    List<String> assignors =
        ConfigDefinition.elements(String.valueOf(brokerSettings.apply("group.streams.assignors")));
    if (assignor != null && !assignors.contains(assignor)) {
      return "streams.assignor.name '"
          + assignor
          + "' is not a registered task assignor. Registered assignors are: "
          + assignors
          + ".";
    }
    for (String kind : KINDS) {
      String session = kind + ".session.timeout.ms";
      String heartbeat = kind + ".heartbeat.interval.ms";
      if (intValue(session, values) <= intValue(heartbeat, values)) {
        return session + " must be greater than " + heartbeat;
      }
    }
    Object deadLetters = values.get("errors.deadletterqueue.topic.name");
    return deadLetters != null && ((String) deadLetters).startsWith("__")
        ? "errors.deadletterqueue.topic.name: DLQ topic name must not start with '__'"
        : null;
  }

  private int intValue(String name, Map<String, Object> values) {
    Object value = values.get(name);
    return value != null
        ? (Integer) value
        : Integer.parseInt(String.valueOf(brokerSettings.apply("group." + name)).trim());
  }
}

package io.barnabas.server.config;

import io.barnabas.metadata.config.TopicConfigs;
import io.barnabas.metadata.controller.ConfigRules;
import io.barnabas.metadata.controller.MetadataFault;
import io.barnabas.metadata.controller.Refusal;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.server.config.SettingDefinition.UpdateMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What may be set on this broker, and on all brokers, while they run: pure functions. Names nobody
 * knows may be set, for whoever reads them.
 */
public final class BrokerConfigRules implements ConfigRules {
  /** Counts of threads, which may at most double or halve at a time. */
  private static final Set<String> THREADS =
      Set.of(
          "background.threads",
          "log.cleaner.threads",
          "num.io.threads",
          "num.network.threads",
          "num.recovery.threads.per.data.dir",
          "num.replica.fetchers");

  private final Settings settings;
  private final TopicConfigs topics;
  private final int nodeId;

  /** Rules for the broker of this id, started with these settings. */
  public BrokerConfigRules(Settings settings, TopicConfigs topics, int nodeId) {
    this.settings = settings;
    this.topics = topics;
    this.nodeId = nodeId;
  }

  @Override
  public @Nullable Refusal refusal(String resource, MetadataImage image) {
    if (resource.isEmpty() || resource.equals(Integer.toString(nodeId))) {
      return null;
    }
    return resource.matches("[+-]?[0-9]{1,9}")
        ? invalid("Unexpected broker id, expected " + nodeId + ", but received " + resource)
        : invalid("Node id must be an integer, but it is: " + resource);
  }

  @Override
  public boolean hasElements(String name) {
    SettingDefinition definition = definition(name);
    return definition != null && definition.type() == SettingType.LIST;
  }

  @Override
  public @Nullable Refusal unknown(String name) {
    return null;
  }

  @Override
  public String fallback(String name) {
    SettingDefinition definition = definition(name);
    String value = definition == null ? null : definition.defaultText();
    return value == null ? "" : value;
  }

  @Override
  public @Nullable Refusal refusal(
      String resource, Map<String, String> before, Map<String, String> after, MetadataImage image) {
    Map<String, String> sorted = new TreeMap<>(after);
    Refusal refusal = refusalOfNames(sorted.keySet());
    if (refusal == null) {
      refusal = refusalOfValues(sorted);
    }
    if (refusal == null && resource.isEmpty()) {
      refusal =
          refusal(
              "Cannot update these configs at default cluster level, broker id must be specified: ",
              sorted.keySet(),
              name -> mode(name) == UpdateMode.PER_BROKER);
    }
    if (refusal == null) {
      refusal =
          refusal(
              "This version cannot change these configs while it runs: ",
              sorted.keySet(),
              name -> RunTimeSettings.isFixed(SettingNames.base(name)));
    }
    return refusal != null ? refusal : refusalOfChange(resource, before, after, image);
  }

  private @Nullable Refusal refusalOfNames(Set<String> names) {
    Refusal refusal =
        refusal(
            "Cannot update these configs dynamically: ",
            names,
            name -> settings.catalogue().find(name) != null && mode(name) == UpdateMode.READ_ONLY);
    if (refusal == null) {
      refusal =
          refusal(
              "These security configs can be dynamically updated only per-listener using the"
                  + " listener prefix: ",
              names,
              name -> name.startsWith("ssl.") && mode(name) != UpdateMode.READ_ONLY);
    }
    return refusal;
  }

  private static @Nullable Refusal refusal(
      String message, Set<String> names, Predicate<String> wrong) {
    List<String> found = names.stream().filter(wrong).toList();
    return found.isEmpty() ? null : invalid(message + found);
  }

  private UpdateMode mode(String name) {
    SettingDefinition definition = definition(name);
    return definition == null ? UpdateMode.READ_ONLY : definition.updateMode();
  }

  private @Nullable Refusal refusalOfValues(Map<String, String> configs) {
    for (Map.Entry<String, String> config : configs.entrySet()) {
      SettingDefinition definition = definition(config.getKey());
      String complaint = definition == null ? null : definition.complaint(config.getValue());
      if (complaint != null) {
        return invalid(
            "Invalid value "
                + (definition == null ? "" : definition.shown(config.getValue()))
                + " for configuration "
                + config.getKey()
                + ": "
                + complaint);
      }
    }
    String overrides = configs.get("max.connections.per.ip.overrides");
    if (overrides != null) {
      try {
        Admission.perIp(overrides.trim());
      } catch (ConfigException wrong) {
        return invalid(String.valueOf(wrong.getMessage()));
      }
    }
    return null;
  }

  private @Nullable Refusal refusalOfChange(
      String resource, Map<String, String> before, Map<String, String> after, MetadataImage image) {
    Map<String, String> own = image.configs().configs(ConfigResource.broker(nodeId));
    Map<String, String> shared = image.configs().configs(ConfigResource.brokerDefault());
    String complaint =
        resource.isEmpty()
            ? topics.brokerComplaint(own, after)
            : topics.brokerComplaint(after, shared);
    if (complaint == null) {
      complaint =
          complaintOfCleaner(resource.isEmpty() ? own : after, resource.isEmpty() ? after : shared);
    }
    if (complaint != null) {
      return invalid(complaint);
    }
    List<String> wrong = new ArrayList<>();
    for (String name : THREADS) {
      String value = after.get(name);
      if (value != null && !value.equals(before.get(name))) {
        int now = Integer.parseInt(current(name, own, shared));
        int then = Integer.parseInt(value.trim());
        if (then > 2L * now || then < now / 2) {
          wrong.add(name + "=" + then + " is not between half and double of " + now + " now");
        }
      }
    }
    return wrong.isEmpty() ? null : invalid("Too large a step: " + String.join(", ", wrong));
  }

  private @Nullable String complaintOfCleaner(Map<String, String> own, Map<String, String> shared) {
    int threads = Integer.parseInt(current("log.cleaner.threads", own, shared));
    long bytes = Long.parseLong(current("log.cleaner.dedupe.buffer.size", own, shared));
    return threads < 1 || bytes / threads < StorageConfig.DEDUPE_BYTES_MIN
        ? "log.cleaner.dedupe.buffer.size must be at least 1 MiB for each of log.cleaner.threads"
        : null;
  }

  private String current(String name, Map<String, String> own, Map<String, String> shared) {
    String value = own.getOrDefault(name, shared.get(name));
    return (value == null ? String.valueOf(settings.peek(name)) : value).trim();
  }

  private @Nullable SettingDefinition definition(String name) {
    return settings.catalogue().find(SettingNames.base(name));
  }

  private static Refusal invalid(String message) {
    return new Refusal(MetadataFault.INVALID_REQUEST, message);
  }
}

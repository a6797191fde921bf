package io.barnabas.server.config;

import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.ConfigsImage;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.MetadataPublisher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of this broker as they are now: what was set while it runs over what it was started
 * with. Whoever obeys a setting at run time follows it here; what is set and followed by nobody is
 * named in a warning. Followers join before the publisher does; told on the metadata executor.
 */
public final class RunTimeSettings implements MetadataPublisher {
  private static final Logger LOG = LoggerFactory.getLogger(RunTimeSettings.class);

  /** What Apache Kafka changes at run time by rebuilding listeners, which we cannot. */
  private static final List<String> FIXED_PREFIXES =
      List.of(
          "ssl.",
          "sasl.",
          "listeners",
          "listener.security.protocol.map",
          "principal.builder.class",
          "config.providers",
          "metric.reporters",
          "cordoned.log.dirs");

  /** Where keys and trust of a listener come from. */
  public static final Set<String> PER_LISTENER =
      Set.of(
          "ssl.keystore.type",
          "ssl.keystore.location",
          "ssl.keystore.password",
          "ssl.key.password",
          "ssl.keystore.certificate.chain",
          "ssl.keystore.key",
          "ssl.truststore.type",
          "ssl.truststore.location",
          "ssl.truststore.password",
          "ssl.truststore.certificates");

  private record Follower(String name, Consumer<@Nullable String> action) {}

  /** Who looks at several settings at once. */
  private record GroupFollower(Predicate<String> names, Consumer<Settings> action) {}

  private final Settings settings;
  private final int nodeId;
  private final Predicate<String> followedElsewhere;
  private final List<Follower> followers = new ArrayList<>();
  private final List<GroupFollower> groupFollowers = new ArrayList<>();
  private final Set<String> followed = ConcurrentHashMap.newKeySet();
  private ConfigsImage seen = ConfigsImage.EMPTY;

  /**
   * Settings as the broker was started with them.
   *
   * @param followedElsewhere names obeyed by others than followers: those that stand in for topic
   *     configs
   */
  public RunTimeSettings(Settings settings, int nodeId, Predicate<String> followedElsewhere) {
    this.settings = settings;
    this.nodeId = nodeId;
    this.followedElsewhere = followedElsewhere;
  }

  /** Whether a setting that is dynamic in Apache Kafka stays as it is while this broker runs. */
  public static boolean isFixed(String name) {
    return !PER_LISTENER.contains(name) && FIXED_PREFIXES.stream().anyMatch(name::startsWith);
  }

  /** Whether a change while the broker runs takes effect. */
  public boolean isFollowed(String name) {
    return followed.contains(name)
        || followedElsewhere.test(name)
        || groupFollowers.stream().anyMatch(each -> each.names().test(name));
  }

  /**
   * Has somebody told of each new value of a setting.
   *
   * @param action short; gets the value with its default, null where there is none
   */
  public void follow(String name, Consumer<@Nullable String> action) {
    followed.add(name);
    followers.add(new Follower(name, action));
  }

  /**
   * Has somebody told of all settings as they are then, whenever any was set: also to the value it
   * had, as what it names may have changed.
   *
   * @param names what is obeyed so, by full names
   * @param action short
   */
  public void follow(Predicate<String> names, Consumer<Settings> action) {
    groupFollowers.add(new GroupFollower(names, action));
  }

  /** The settings a broker with these configs has. */
  public static Settings asOf(Settings settings, ConfigsImage configs, Map<String, String> own) {
    Map<String, String> dynamic = new HashMap<>(configs.configs(ConfigResource.brokerDefault()));
    dynamic.putAll(own);
    return settings.with(dynamic);
  }

  @Override
  public void onMetadata(MetadataDelta delta, MetadataImage image) {
    delta.configs().changed().forEach(resource -> warnOfNotServed(resource, image.configs()));
    boolean concerned =
        delta.configs().changed().contains(ConfigResource.broker(nodeId))
            || delta.configs().changed().contains(ConfigResource.brokerDefault());
    if (!concerned) {
      return;
    }
    ConfigsImage before = seen;
    seen = image.configs();
    for (Follower follower : followers) {
      String value = value(follower.name(), seen);
      if (!Objects.equals(value, value(follower.name(), before))) {
        LOG.info("{} is {} now", follower.name(), value);
        tell(follower, value);
      }
    }
    tellGroups();
    warn(before);
  }

  private void tellGroups() {
    if (groupFollowers.isEmpty()) {
      return;
    }
    try {
      Settings now = asOf(settings, seen, seen.configs(ConfigResource.broker(nodeId)));
      groupFollowers.forEach(each -> each.action().accept(now));
    } catch (ConfigException unusable) {
      LOG.warn("What was set while the broker runs is not obeyed: {}", unusable.getMessage());
    }
  }

  /** What was stored was checked, but hosts may have lost their addresses. */
  private static void tell(Follower follower, @Nullable String value) {
    try {
      follower.action().accept(value);
    } catch (ConfigException unusable) {
      LOG.warn("{} stays as it was: {}", follower.name(), unusable.getMessage());
    }
  }

  private void warnOfNotServed(ConfigResource resource, ConfigsImage configs) {
    boolean served =
        resource.type() != ConfigResource.Type.GROUP
            && (resource.type() != ConfigResource.Type.CLIENT_METRICS || receivesMetrics());
    if (!served && !configs.configs(resource).isEmpty()) {
      LOG.warn(
          "Configs of {} {} are kept without effect: this version does not serve what they are for;"
              + " kafka-configs.sh can delete them",
          resource.type(),
          resource.name());
    }
  }

  /** Clients push metrics where somebody can read them. */
  private boolean receivesMetrics() {
    return settings.peek(SettingCatalogue.HTTP_LISTENER) != null;
  }

  private void warn(ConfigsImage before) {
    Set<String> idle = new TreeSet<>();
    for (ConfigResource resource :
        List.of(ConfigResource.broker(nodeId), ConfigResource.brokerDefault())) {
      Map<String, String> old = before.configs(resource);
      seen.configs(resource)
          .forEach(
              (name, value) -> {
                if (!value.equals(old.get(name)) && !isFollowed(name)) {
                  idle.add(name);
                }
              });
    }
    if (!idle.isEmpty()) {
      LOG.warn(
          "Set while the broker runs, without effect in this version: {};"
              + " kafka-configs.sh can delete them",
          idle);
    }
  }

  private @Nullable String value(String name, ConfigsImage configs) {
    String own = configs.configs(ConfigResource.broker(nodeId)).get(name);
    String any = own != null ? own : configs.configs(ConfigResource.brokerDefault()).get(name);
    if (any != null) {
      return any.trim();
    }
    String base = SettingNames.base(name);
    return base.equals(name) || settings.isGiven(name) ? settings.peek(name) : value(base, configs);
  }
}

package io.barnabas.server.metrics.source;

import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.ListGroups;
import io.barnabas.group.message.ListReply;
import io.barnabas.server.metrics.Glance;
import io.barnabas.server.metrics.KeptTags;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many groups there are, of each protocol and in each state. */
public final class GroupSource implements MetricSource {
  private static final Logger LOG = LoggerFactory.getLogger(GroupSource.class);
  private static final long PATIENCE_MS = 500;
  private static final String TYPE = "GroupMetadataManager";
  private static final MetricFamily ALL = groups("NumGroups", "Consumer groups.");
  private static final MetricFamily BY_PROTOCOL =
      MetricFamily.attribute(
          "kafka.server", "group-coordinator-metrics", "group-count", "Groups, by protocol.");
  private static final MetricFamily MEMBERS =
      MetricFamily.gauge("kafka", "consumergroup", "members", "Members of a group.");
  private static final MetricFamily LEFT_OUT =
      MetricFamily.gauge(
          "barnabas", "consumergroup", "left_out", "Groups over the limit of what is told.");
  private static final int LIMIT = 20_000;
  private static final List<String> STATES =
      List.of("PreparingRebalance", "CompletingRebalance", "Stable", "Dead", "Empty");
  private static final MetricFamily BY_STATE =
      MetricFamily.attribute(
          "kafka.server", "group-coordinator-metrics", "classic-group-count", "Groups, by state.");
  private static final List<String> PROTOCOLS = List.of("classic", "consumer");

  /** All groups, and how many there are of each protocol and in each state. */
  private record Seen(
      List<ListReply.Group> all, Map<String, Integer> byProtocol, Map<String, Integer> byState) {
    static Seen of(List<ListReply.Group> all) {
      Map<String, Integer> byProtocol = new HashMap<>();
      Map<String, Integer> byState = new HashMap<>();
      for (ListReply.Group each : all) {
        byProtocol.merge(each.type(), 1, Integer::sum);
        byState.merge(each.state(), 1, Integer::sum);
      }
      return new Seen(all, byProtocol, byState);
    }

    int inState(String state) {
      return byState.getOrDefault(state, 0);
    }

    int ofProtocol(String protocol) {
      return byProtocol.getOrDefault(protocol, 0);
    }
  }

  private final Glance<Seen> groups;

  /** The page's. */
  private final KeptTags<String> tags = new KeptTags<>(group -> Tags.of("consumergroup", group));

  /**
   * Of the groups of a coordinator.
   *
   * @param nanoTime the monotonic clock
   */
  public GroupSource(GroupCoordinator coordinator, LongSupplier nanoTime) {
    this.groups = new Glance<>(() -> Seen.of(list(coordinator).groups()), nanoTime);
  }

  private static MetricFamily groups(String name, String help) {
    return MetricFamily.gauge("kafka.coordinator.group", TYPE, name, help);
  }

  private static ListReply list(GroupCoordinator coordinator) {
    try {
      return coordinator
          .listGroups(new ListGroups(Set.of(), Set.of()))
          .toCompletableFuture()
          .get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("Groups cannot be counted now", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new ListReply(GroupFault.NONE, List.of());
  }

  @Override
  public void collect(MetricSink sink) {
    sink.gauge(ALL, Tags.NONE, () -> groups.get().all().size());
    for (String state : STATES) {
      sink.gauge(
          groups("NumGroups" + state, "Consumer groups in the state " + state + "."),
          Tags.NONE,
          () -> groups.get().inState(state));
      sink.gauge(BY_STATE, Tags.of("state", state), () -> groups.get().inState(state));
    }
    for (String protocol : PROTOCOLS) {
      sink.gauge(
          BY_PROTOCOL, Tags.of("protocol", protocol), () -> groups.get().ofProtocol(protocol));
    }
  }

  /** Of each group, as kafka_exporter names it. One thread at a time. */
  public void collectExported(MetricSink sink) {
    List<ListReply.Group> all = groups.get().all();
    List<Told> told =
        all.stream()
            .limit(LIMIT)
            .map(each -> new Told(tags.of(each.groupId()), each.members()))
            .toList();
    tags.turn();
    sink.gauges(MEMBERS, told, Told::tags, Told::members);
    sink.gauge(LEFT_OUT, Tags.NONE, () -> Math.max(0, all.size() - LIMIT));
  }

  private record Told(Tags tags, int members) {}
}

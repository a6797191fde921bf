package io.barnabas.server.metrics.source;

import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.ListGroups;
import io.barnabas.group.message.ListReply;
import io.barnabas.server.metrics.Glance;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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

  private final Glance<ListReply> groups;

  public GroupSource(GroupCoordinator coordinator, LongSupplier nanoTime) {
    this.groups = new Glance<>(() -> list(coordinator), nanoTime);
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
    sink.gauge(ALL, Tags.NONE, () -> groups.get().groups().size());
    for (String state : STATES) {
      sink.gauge(
          groups("NumGroups" + state, "Consumer groups in the state " + state + "."),
          Tags.NONE,
          () -> count(each -> each.state().equals(state)));
      sink.gauge(
          BY_STATE, Tags.of("state", state), () -> count(each -> each.state().equals(state)));
    }
    for (String protocol : PROTOCOLS) {
      sink.gauge(
          BY_PROTOCOL,
          Tags.of("protocol", protocol),
          () -> count(each -> each.type().equals(protocol)));
    }
  }

  /** Of each group, as kafka_exporter names it. */
  public void collectExported(MetricSink sink) {
    List<ListReply.Group> all = groups.get().groups();
    all.stream()
        .limit(LIMIT)
        .forEach(
            group ->
                sink.gauge(
                    MEMBERS, Tags.of("consumergroup", group.groupId()), () -> group.members()));
    sink.gauge(LEFT_OUT, Tags.NONE, () -> Math.max(0, all.size() - LIMIT));
  }

  private double count(Predicate<ListReply.Group> which) {
    return groups.get().groups().stream().filter(which).count();
  }
}

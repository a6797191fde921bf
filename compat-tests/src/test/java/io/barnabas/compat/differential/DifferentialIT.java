package io.barnabas.compat.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Distribution;
import io.barnabas.compat.harness.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.MetadataResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seeded sequences of requests, at all versions that both brokers serve, to Apache Kafka and to
 * Barnabas; their answers are the same but for what is allowed. {@code -Ddifferential.seed=N} plays
 * one sequence, {@code -Ddifferential.seeds=N}, {@code -Ddifferential.first=N} and {@code
 * -Ddifferential.steps=N} say how many, from which on, and how long.
 */
@ExtendWith(BrokersExtension.class)
final class DifferentialIT {
  private static final int PATIENCE = 200;
  private static final byte GROUPS = 0;
  private static final byte TRANSACTIONS = 1;
  private static final Map<String, String> SETTINGS =
      Map.of(
          "node.id",
          "1",
          "offsets.topic.num.partitions",
          "3",
          "transaction.state.log.num.partitions",
          "3");

  @TempDir Path work;
  private final AllowedDifferences allowed = AllowedDifferences.load();
  private final TreeMap<String, Difference> found = new TreeMap<>();
  private final TreeMap<String, Integer> counts = new TreeMap<>();
  private final TreeSet<String> pairs = new TreeSet<>();
  private final List<String> history = new ArrayList<>();
  private int requests;
  private int allowedCount;
  private Side kafka;
  private Side barnabas;

  @Test
  void shouldAnswerAsApacheKafkaDoes(Brokers brokers) throws Exception {
    compare(brokers, false);
  }

  /** As above, while what the client may do changes again and again. */
  @Test
  void shouldAuthorizeAsApacheKafkaDoes(Brokers brokers) throws Exception {
    compare(brokers, true);
  }

  private void compare(Brokers brokers, boolean withAcls) throws Exception {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    if (withAcls) {
      settings.put(
          "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
      settings.put("allow.everyone.if.no.acl.found", "true");
    }
    try (Side first = side("Apache Kafka", brokers, Distribution.apacheKafka("broker"), settings);
        Side second = side("Barnabas", brokers, Distribution.barnabas(), settings)) {
      kafka = first;
      barnabas = second;
      for (byte kind : new byte[] {GROUPS, TRANSACTIONS}) {
        awaitCoordinator(kafka, kind);
        awaitCoordinator(barnabas, kind);
      }
      Map<Short, short[]> versions = commonVersions();
      int steps = Integer.getInteger("differential.steps", 150);
      for (long seed : seeds(withAcls ? 2 : 3)) {
        play(seed, steps, versions, withAcls);
      }
    }
    System.out.printf(
        "%d requests, %d (key, version) pairs of %d APIs, %d differences allowed, %d kinds not%n",
        requests, pairs.size(), counts.size(), allowedCount, found.size());
    if (Boolean.getBoolean("differential.report")) {
      System.out.println(counts + "\n" + allowed.usage());
    }
    assertEquals("", String.join("\n", found.values().stream().map(String::valueOf).toList()));
  }

  /** With two log directories, so that logs can be moved. */
  private Side side(
      String name, Brokers brokers, Distribution distribution, Map<String, String> settings)
      throws Exception {
    int port = Ports.free(RandomGenerator.getDefault());
    List<String> directories =
        List.of(work.resolve(port + "-a").toString(), work.resolve(port + "-b").toString());
    Map<String, String> all = new HashMap<>(settings);
    all.put("log.dirs", String.join(",", directories));
    return new Side(name, brokers.create(distribution, port, all).start(), directories);
  }

  private static List<Long> seeds(int count) {
    Long one = Long.getLong("differential.seed");
    if (one != null) {
      return List.of(one);
    }
    List<Long> seeds = new ArrayList<>();
    long first = Long.getLong("differential.first", 1);
    for (long i = 0; i < Long.getLong("differential.seeds", count); i++) {
      seeds.add(first + i);
    }
    return seeds;
  }

  private Map<Short, short[]> commonVersions() throws Exception {
    Map<Short, short[]> common = new TreeMap<>();
    Map<Short, short[]> theirs = kafka.versions();
    barnabas
        .versions()
        .forEach(
            (key, range) -> {
              short[] other = theirs.get(key);
              if (other != null) {
                common.put(
                    key,
                    new short[] {
                      (short) Math.max(range[0], other[0]), (short) Math.min(range[1], other[1])
                    });
              }
            });
    // Shown from 0, served from 3 (KAFKA-18659).
    common.get(ApiKeys.PRODUCE.id)[0] = 3;
    return common;
  }

  private void play(long seed, int steps, Map<Short, short[]> versions, boolean withAcls)
      throws Exception {
    kafka.forget();
    barnabas.forget();
    history.clear();
    Dice dice = new Dice(seed);
    Steps all = new Steps(dice, System.currentTimeMillis(), withAcls);
    if (withAcls) {
      take(seed, AclSteps.administration(), (short) 3);
      take(seed, AclSteps.beginAnew(), (short) 3);
    }
    take(seed, ClusterSteps.whoAreYou(), (short) 1);
    take(seed, ConfigSteps.asStarted("1"), (short) 1);
    take(seed, ConfigSteps.asStarted(""), (short) 1);
    take(seed, ConfigSteps.wholeBroker(), (short) 4);
    for (String topic : dice.topics().subList(0, 2)) {
      take(seed, TopicSteps.plain(topic, 2), (short) 7);
    }
    for (int i = 0; i < steps; i++) {
      Step step = all.next();
      short[] range = versions.get(step.api().id);
      int draw = dice.below(1000);
      if (range != null) {
        take(seed, step, (short) (range[0] + draw % (range[1] - range[0] + 1)));
      }
    }
  }

  private void take(long seed, Step step, short version) throws Exception {
    JsonNode theirs;
    JsonNode ours;
    try {
      theirs = kafka.answer(step, version);
      ours = barnabas.answer(step, version);
      for (int i = 0; i < 20 && mayChange(step, version, theirs, ours); i++) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        theirs = kafka.answer(step, version);
        ours = barnabas.answer(step, version);
      }
    } catch (UnsupportedVersionException e) {
      return; // This version cannot say what the step wants to.
    }
    requests++;
    counts.merge(step.api().name(), 1, Integer::sum);
    pairs.add(step.api() + " " + version);
    history.add(step.api() + " v" + version + "\n   " + theirs + "\n   " + ours);
    trace(step, version, theirs, ours);
    List<Difference> all = Difference.between(step.api(), version, theirs, ours);
    List<Difference> bad = notAllowed(step, version, theirs, ours);
    allowedCount += all.size() - bad.size();
    for (Difference each : bad) {
      String kind = each.api() + each.path() + each.kafka() + each.barnabas();
      if (found.size() < 60 && found.putIfAbsent(kind, each) == null) {
        System.out.println("seed " + seed + ", step " + history.size() + ": " + each);
        if (Boolean.getBoolean("differential.history")) {
          System.out.println("  " + step.request().of(kafka.world(), version));
          System.out.println("  " + theirs + "\n  " + ours);
        }
      }
    }
    if (changesTopics(step.api())) {
      settle();
    } else if (step.api() == ApiKeys.CREATE_ACLS || step.api() == ApiKeys.DELETE_ACLS) {
      settleAcls();
    } else if (step.api() == ApiKeys.ALTER_REPLICA_LOG_DIRS) {
      kafka.awaitMoves();
      barnabas.awaitMoves();
    } else if (step.api() == ApiKeys.END_TXN || step.api() == ApiKeys.INIT_PRODUCER_ID) {
      kafka.awaitMarkers();
      barnabas.awaitMarkers();
    }
  }

  /** {@code -Ddifferential.trace=TEXT} tells of each request with the text in it. */
  private void trace(Step step, short version, JsonNode theirs, JsonNode ours) {
    String wanted = System.getProperty("differential.trace");
    String request = String.valueOf(step.request().of(kafka.world(), version));
    if (wanted != null && request.contains(wanted)) {
      System.out.println(history.size() + " v" + version + " " + request);
      System.out.println("   " + theirs + "\n   " + ours);
    }
  }

  /** Changes take a moment to spread. */
  private boolean mayChange(Step step, short version, JsonNode theirs, JsonNode ours) {
    return step.kind() == Step.Kind.READ && !notAllowed(step, version, theirs, ours).isEmpty();
  }

  private List<Difference> notAllowed(Step step, short version, JsonNode theirs, JsonNode ours) {
    return Difference.between(step.api(), version, theirs, ours).stream()
        .filter(difference -> !allowed.allow(difference))
        .toList();
  }

  private static boolean changesTopics(ApiKeys api) {
    return api == ApiKeys.CREATE_TOPICS
        || api == ApiKeys.DELETE_TOPICS
        || api == ApiKeys.CREATE_PARTITIONS;
  }

  /** Waits until what was changed is known to whoever answers, and learns the ids of topics. */
  private void settle() throws Exception {
    for (int i = 0; i < PATIENCE; i++) {
      String theirs = topicsOf(kafka);
      String ours = topicsOf(barnabas);
      if (theirs.equals(ours) && !theirs.contains("leader -1")) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  /** Waits until both brokers go by the same ACLs. */
  private void settleAcls() throws Exception {
    Step everything = AclSteps.everything();
    for (int i = 0; i < PATIENCE; i++) {
      if (kafka.answer(everything, (short) 3).equals(barnabas.answer(everything, (short) 3))) {
        break;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    // Apache Kafka's controller has an authorizer of its own, which nobody can ask.
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
  }

  private static String topicsOf(Side side) throws Exception {
    MetadataResponseData answer =
        (MetadataResponseData)
            side.ask(ApiKeys.METADATA, (short) 12, new MetadataRequestData().setTopics(null));
    TreeMap<String, String> topics = new TreeMap<>();
    for (MetadataResponseData.MetadataResponseTopic topic : answer.topics()) {
      side.world().topicId(topic.name(), topic.topicId());
      StringBuilder text = new StringBuilder();
      topic.partitions().stream()
          .sorted((a, b) -> a.partitionIndex() - b.partitionIndex())
          .forEach(
              each ->
                  text.append(each.partitionIndex()).append(" leader ").append(each.leaderId()));
      topics.put(topic.name(), text.toString());
    }
    return topics.toString();
  }

  /** The topics of coordinators are made when somebody first asks. */
  private static void awaitCoordinator(Side side, byte kind) throws Exception {
    for (int i = 0; i < PATIENCE; i++) {
      FindCoordinatorResponseData answer =
          (FindCoordinatorResponseData)
              side.ask(
                  ApiKeys.FIND_COORDINATOR,
                  (short) 4,
                  new FindCoordinatorRequestData()
                      .setKeyType(kind)
                      .setCoordinatorKeys(List.of("any")));
      if (answer.coordinators().get(0).errorCode() == 0) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    throw new AssertionError(side.name() + " has no coordinator of kind " + kind);
  }
}

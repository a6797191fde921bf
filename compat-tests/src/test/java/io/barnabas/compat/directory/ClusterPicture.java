package io.barnabas.compat.directory;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Clients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaFilter;

/** What clients see of a cluster, as lines that can be compared. */
final class ClusterPicture {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final BrokerProcess broker;
  private final List<String> lines = new ArrayList<>();

  private ClusterPicture(BrokerProcess broker) {
    this.broker = broker;
  }

  /** Topics, their configs and all their records, groups and their offsets. */
  static List<String> data(BrokerProcess broker, String isolation, List<String> groups)
      throws Exception {
    ClusterPicture picture = new ClusterPicture(broker);
    try (Admin admin = Clients.admin(broker)) {
      picture.lines.add("cluster " + admin.describeCluster().clusterId().get());
      var names = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
      var topics = admin.describeTopics(names).allTopicNames().get();
      for (TopicDescription topic : new TreeMap<>(topics).values()) {
        picture.addTopic(admin, topic);
        if (!topic.isInternal()) {
          picture.addRecords(topic, isolation);
        }
      }
      for (String group : groups) {
        Map<String, String> offsets = new TreeMap<>();
        admin
            .listConsumerGroupOffsets(group)
            .partitionsToOffsetAndMetadata()
            .get()
            .forEach((partition, offset) -> offsets.put("" + partition, "" + offset));
        picture.lines.add("offsets of " + group + " " + offsets);
      }
    }
    return picture.lines;
  }

  private void addTopic(Admin admin, TopicDescription topic) throws Exception {
    lines.add("topic " + topic.name() + " " + topic.topicId() + " " + topic.partitions().size());
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    Map<String, String> configs = new TreeMap<>();
    for (ConfigEntry entry :
        admin.describeConfigs(List.of(resource)).all().get().get(resource).entries()) {
      if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
        configs.put(entry.name(), entry.value());
      }
    }
    lines.add("configs of " + topic.name() + " " + configs);
  }

  private void addRecords(TopicDescription topic, String isolation) {
    List<TopicPartition> partitions =
        topic.partitions().stream()
            .map(info -> new TopicPartition(topic.name(), info.partition()))
            .toList();
    Map<TopicPartition, long[]> seen = new HashMap<>();
    partitions.forEach(partition -> seen.put(partition, new long[2]));
    try (var consumer =
        Clients.consumer(broker, Map.of("isolation.level", isolation, "check.crcs", "true"))) {
      consumer.assign(partitions);
      var starts = consumer.beginningOffsets(partitions);
      var ends = consumer.endOffsets(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + DEADLINE.toNanos();
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(topic.name() + " cannot be read to its end");
        }
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
          long[] counted = seen.get(new TopicPartition(record.topic(), record.partition()));
          counted[0]++;
          counted[1] = counted[1] * 31 + hash(record);
        }
      }
      for (TopicPartition partition : partitions) {
        long[] counted = seen.get(partition);
        lines.add(
            "records of "
                + partition
                + " from "
                + starts.get(partition)
                + " to "
                + ends.get(partition)
                + ": "
                + counted[0]
                + ", "
                + Long.toHexString(counted[1]));
      }
    }
  }

  private static int hash(ConsumerRecord<String, String> record) {
    return Objects.hash(
        record.offset(),
        record.timestamp(),
        record.key(),
        record.value(),
        Arrays.toString(record.headers().toArray()));
  }

  /** What only Apache Kafka shows so far, and Barnabas must not lose. */
  static List<String> kept(BrokerProcess broker) throws Exception {
    List<String> lines = new ArrayList<>();
    try (Admin admin = Clients.admin(broker)) {
      Map<String, String> quotas = new TreeMap<>();
      admin
          .describeClientQuotas(ClientQuotaFilter.all())
          .entities()
          .get()
          .forEach((entity, values) -> quotas.put(entity.toString(), values.toString()));
      lines.add("quotas " + quotas);
      lines.add("SCRAM " + new TreeMap<>(admin.describeUserScramCredentials().all().get()));
      lines.add("ACLs " + admin.describeAcls(AclBindingFilter.ANY).values().get());
      lines.add(
          "features "
              + new TreeMap<>(
                  admin.describeFeatures().featureMetadata().get().finalizedFeatures()));
      TreeSet<String> groups = new TreeSet<>();
      admin.listGroups().all().get().forEach(group -> groups.add(group.toString()));
      lines.add("groups " + groups);
    }
    return lines;
  }
}

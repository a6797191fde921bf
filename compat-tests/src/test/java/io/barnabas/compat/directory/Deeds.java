package io.barnabas.compat.directory;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Clients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** What clients do to a cluster between two changes of the broker. */
final class Deeds {
  static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");
  static final String GROUP = "readers";

  private Deeds() {}

  /** Topics with configs: one per codec, of which each gets several segments, and one to trim. */
  static void createTopics(BrokerProcess broker) throws Exception {
    try (Admin admin = Clients.admin(broker)) {
      List<NewTopic> topics = new ArrayList<>();
      for (String codec : CODECS) {
        Map<String, String> configs = Map.of("segment.bytes", "1048576", "retention.ms", "-1");
        topics.add(new NewTopic(codec, 2, (short) 1).configs(configs));
      }
      topics.add(new NewTopic("trimmed", 1, (short) 1));
      topics.add(new NewTopic("doomed", 1, (short) 1));
      admin.createTopics(topics).all().get();
      admin.deleteTopics(List.of("doomed")).all().get();
    }
  }

  /** Records in every codec, some of them deleted again. */
  static void write(BrokerProcess broker, String what, int count) throws Exception {
    for (String codec : CODECS) {
      Map<String, Object> settings =
          Map.of("compression.type", codec, "linger.ms", 5, "batch.size", 10_000);
      try (Producer<String, String> producer = Clients.producer(broker, settings)) {
        for (int i = 0; i < count; i++) {
          String value = what + i + "-" + Integer.toHexString(i * 0x9E3779B9).repeat(60);
          ProducerRecord<String, String> record =
              new ProducerRecord<>(codec, i % 2, 1_700_000_000_000L + i, "key" + i, value);
          record.headers().add("about", what.getBytes(StandardCharsets.UTF_8));
          Future<?> sent = producer.send(record);
          if (i < 2) {
            // The first of a new partition: what is sent behind it must not get there before it.
            sent.get();
          }
        }
      }
    }
    try (Producer<String, String> producer = Clients.producer(broker, Map.of());
        Admin admin = Clients.admin(broker)) {
      long last = 0;
      for (int i = 0; i < 20; i++) {
        last = producer.send(new ProducerRecord<>("trimmed", "k", what + i)).get().offset();
      }
      var trimmed = new TopicPartition("trimmed", 0);
      admin.deleteRecords(Map.of(trimmed, RecordsToDelete.beforeOffset(last - 5))).all().get();
    }
  }

  /** The group reads at least so many more records and commits where it is, with a remark. */
  static void commit(
      BrokerProcess broker, String group, String protocol, int count, String remark) {
    Map<String, Object> settings =
        new HashMap<>(Map.of("group.id", group, "max.poll.records", 200));
    settings.put("group.protocol", protocol);
    try (var consumer = Clients.consumer(broker, settings)) {
      consumer.subscribe(List.of("none", "zstd"));
      Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
      long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      for (int read = 0; read < count; ) {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          positions.put(
              new TopicPartition(record.topic(), record.partition()),
              new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), remark));
          read++;
        }
        if (System.nanoTime() > deadline) {
          throw new AssertionError(group + " has read " + read + " records only");
        }
      }
      consumer.commitSync(positions);
    }
  }

  /** A transaction that commits and one that does not, under an id whose hash is negative. */
  static void transact(BrokerProcess broker) throws Exception {
    try (Producer<String, String> producer =
        Clients.producer(broker, Map.of("transactional.id", "modern"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("none", 0, "tx", "committed"));
      producer.commitTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("none", 0, "tx", "aborted"));
      producer.flush();
      producer.abortTransaction();
    }
  }

  static void alterTopic(BrokerProcess broker, String topic, String name, String value)
      throws Exception {
    alter(broker, new ConfigResource(ConfigResource.Type.TOPIC, topic), name, value);
  }

  /** What Barnabas keeps though it does not serve it: quotas, credentials, ACLs, configs. */
  static void secure(BrokerProcess broker) throws Exception {
    try (Admin admin = Clients.admin(broker)) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      "alice",
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 8192),
                      "secret")))
          .all()
          .get();
      admin
          .alterClientQuotas(
              List.of(
                  new ClientQuotaAlteration(
                      new ClientQuotaEntity(Map.of("user", "alice", "client-id", "app")),
                      List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 1e6)))))
          .all()
          .get();
      admin
          .createAcls(
              List.of(
                  new AclBinding(
                      new ResourcePattern(ResourceType.TOPIC, "orders", PatternType.PREFIXED),
                      new AccessControlEntry(
                          "User:alice", "*", AclOperation.READ, AclPermissionType.ALLOW))))
          .all()
          .get();
    }
    alter(
        broker,
        new ConfigResource(ConfigResource.Type.GROUP, "modern"),
        "consumer.session.timeout.ms",
        "50000");
    alter(broker, new ConfigResource(ConfigResource.Type.BROKER, ""), "log.cleaner.threads", "2");
  }

  private static void alter(
      BrokerProcess broker, ConfigResource resource, String name, String value) throws Exception {
    try (Admin admin = Clients.admin(broker)) {
      var set = new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
      admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
    }
  }
}

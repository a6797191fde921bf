package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.testkit.junit.BarnabasTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;

/** Faults as stock clients of Apache Kafka meet them; a broker for each test. */
@BarnabasTest(perMethod = true)
final class FaultsTest {

  @Test
  void shouldRefuseOneProduceThatTheProducerThenRepeats(Barnabas broker) throws Exception {
    Fault fault = broker.faults().on(ApiKey.PRODUCE).once().error(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    try (Clients.Producer producer = Clients.producer(broker)) {
      assertEquals(0, producer.put("orders", "once"));
    }
    assertEquals(1, fault.happened());
    assertEquals(2, fault.seen());
    assertEquals(List.of("once"), Clients.values(broker, "orders"));
  }

  @Test
  void shouldFailOneTopicAndDoTheRestOfTheRequest(Barnabas broker) throws Exception {
    broker.createTopics(List.of(Topic.of("orders", 1), Topic.of("payments", 1)));
    broker.faults().on(ApiKey.PRODUCE).topic("orders").always().error(ErrorCode.INVALID_RECORD);
    try (Clients.Producer producer = Clients.producer(broker, "linger.ms=1000")) {
      Future<RecordMetadata> refused = producer.send(new ProducerRecord<>("orders", "a"));
      Future<RecordMetadata> written = producer.send(new ProducerRecord<>("payments", "b"));
      producer.flush();

      assertEquals(0, written.get().offset());
      assertInstanceOf(
          InvalidRecordException.class,
          assertThrows(ExecutionException.class, refused::get).getCause());
    }
    assertEquals(List.of(), Clients.values(broker, "orders"));
    assertEquals(List.of("b"), Clients.values(broker, "payments"));
  }

  @Test
  void shouldLoseTheAnswerOfAProduceThatAnIdempotentProducerRepeats(Barnabas broker)
      throws Exception {
    Fault fault = broker.faults().on(ApiKey.PRODUCE).afterEffect().disconnect();
    try (Clients.Producer producer = Clients.producer(broker)) {
      assertEquals(0, producer.put("orders", "once"));
    }
    assertEquals(2, fault.seen());
    assertEquals(List.of("once"), Clients.values(broker, "orders"));
  }

  @Test
  void shouldShowWhatAProducerWithoutIdempotenceDoesWhenAnAnswerIsLost(Barnabas broker)
      throws Exception {
    broker.faults().on(ApiKey.PRODUCE).afterEffect().error(ErrorCode.REQUEST_TIMED_OUT);
    try (Clients.Producer producer = Clients.producer(broker, "enable.idempotence=false")) {
      assertEquals(1, producer.put("orders", "twice"));
    }
    assertEquals(List.of("twice", "twice"), Clients.values(broker, "orders"));
  }

  @Test
  void shouldDisconnectBeforeAnythingIsWritten(Barnabas broker) throws Exception {
    broker.faults().on(ApiKey.PRODUCE).times(2).disconnect();
    try (Clients.Producer producer = Clients.producer(broker, "enable.idempotence=false")) {
      assertEquals(0, producer.put("orders", "once"));
    }
    assertEquals(List.of("once"), Clients.values(broker, "orders"));
  }

  @Test
  void shouldCountTheRequestsOfOneClientAndTopicAlone(Barnabas broker) throws Exception {
    Fault third =
        broker
            .faults()
            .on(ApiKey.PRODUCE)
            .topic("orders")
            .clientId("billing")
            .nth(3)
            .error(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    try (Clients.Producer billing = Clients.producer(broker, "client.id=billing");
        Clients.Producer other = Clients.producer(broker, "client.id=other")) {
      for (int i = 0; i < 5; i++) {
        long unused = other.put("orders", "other");
        unused = billing.put("payments", "billing");
      }
      long unused = billing.put("orders", "1");
      unused = billing.put("orders", "2");
      Throwable refused =
          assertThrows(ExecutionException.class, () -> billing.put("orders", "3")).getCause();
      assertInstanceOf(TopicAuthorizationException.class, refused);
      unused = billing.put("orders", "4");
    }
    assertEquals(4, third.seen());
    assertEquals(1, third.happened());
  }

  @Test
  void shouldHitTheSameRequestsWithTheSameSeed(Barnabas broker) throws Exception {
    assertEquals(hits(broker, "one"), hits(broker, "two"));
  }

  private static List<Integer> hits(Barnabas broker, String topic) throws Exception {
    Fault fault =
        broker
            .faults()
            .on(ApiKey.PRODUCE)
            .topic(topic)
            .withProbability(0.3, 7)
            .error(ErrorCode.INVALID_RECORD);
    List<Integer> hits = new ArrayList<>();
    try (Clients.Producer producer = Clients.producer(broker, "enable.idempotence=false")) {
      for (int i = 0; i < 40; i++) {
        try {
          long unused = producer.put(topic, "" + i);
        } catch (ExecutionException e) {
          hits.add(i);
        }
      }
    }
    assertEquals(hits.size(), fault.happened());
    assertTrue(hits.size() > 3 && hits.size() < 30, hits.toString());
    return hits;
  }

  @Test
  void shouldHoldARequestUpUntilTheBrokersTimeHasPassed(Barnabas broker) throws Exception {
    broker.createTopic("orders", 1);
    Fault fault = broker.faults().on(ApiKey.PRODUCE).clientId("slow").delay(Duration.ofHours(1));
    try (Clients.Producer slow = Clients.producer(broker, "client.id=slow");
        Clients.Producer quick = Clients.producer(broker)) {
      Future<RecordMetadata> held = slow.send(new ProducerRecord<>("orders", "slow"));
      while (fault.happened() == 0) {
        Thread.onSpinWait();
      }
      assertEquals(0, quick.put("orders", "quick"));
      assertFalse(held.isDone());

      broker.clock().advance(Duration.ofHours(1));

      assertEquals(1, held.get().offset());
    }
  }

  @Test
  void shouldHoldAnAnswerUpWhoseRequestIsDone(Barnabas broker) throws Exception {
    Fault fault = broker.faults().on(ApiKey.PRODUCE).afterEffect().delay(Duration.ofHours(1));
    try (Clients.Producer producer = Clients.producer(broker)) {
      Future<RecordMetadata> held = producer.send(new ProducerRecord<>("orders", "done"));
      while (fault.happened() == 0) {
        Thread.onSpinWait();
      }
      while (Clients.values(broker, "orders").isEmpty()) {
        Thread.onSpinWait();
      }
      assertFalse(held.isDone());
      broker.clock().advance(Duration.ofHours(1));
      assertEquals(0, held.get().offset());
    }
  }

  @Test
  void shouldSendAConsumerBackToTheBeginning(Barnabas broker) throws Exception {
    try (Clients.Producer producer = Clients.producer(broker)) {
      for (int i = 0; i < 3; i++) {
        long unused = producer.put("orders", "" + i);
      }
    }
    try (KafkaConsumer<String, String> consumer = Clients.consumer(broker, "group.id=g")) {
      consumer.subscribe(Set.of("orders"));
      assertEquals(List.of("0", "1", "2"), read(consumer, 3));

      Fault fault =
          broker.faults().on(ApiKey.FETCH).topic("orders").error(ErrorCode.OFFSET_OUT_OF_RANGE);

      assertEquals(List.of("0", "1", "2"), read(consumer, 3));
      assertEquals(1, fault.happened());
    }
  }

  @Test
  void shouldHaveAConsumerLookForTheLeaderAgain(Barnabas broker) throws Exception {
    try (Clients.Producer producer = Clients.producer(broker)) {
      long unused = producer.put("orders", "found");
    }
    Fault fault = broker.faults().on(ApiKey.FETCH).times(2).error(ErrorCode.NOT_LEADER_OR_FOLLOWER);

    assertEquals(List.of("found"), Clients.values(broker, "orders"));
    assertEquals(2, fault.happened());
  }

  private static List<String> read(KafkaConsumer<String, String> consumer, int count) {
    List<String> values = new ArrayList<>();
    while (values.size() < count) {
      for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofSeconds(1))) {
        values.add(each.value());
      }
    }
    return values;
  }

  @Test
  void shouldFailCommitsForNowAndForGood(Barnabas broker) throws Exception {
    broker.createTopic("orders", 1);
    TopicPartition partition = new TopicPartition("orders", 0);
    try (KafkaConsumer<String, String> consumer = Clients.consumer(broker, "group.id=g")) {
      consumer.subscribe(Set.of("orders"));
      while (consumer.assignment().isEmpty()) {
        var unused = consumer.poll(Duration.ofMillis(10));
      }
      Fault passing =
          broker
              .faults()
              .on(ApiKey.OFFSET_COMMIT)
              .times(2)
              .error(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(5)));
      assertEquals(3, passing.seen());

      Fault evicted = broker.faults().on(ApiKey.OFFSET_COMMIT).error(ErrorCode.UNKNOWN_MEMBER_ID);
      assertThrows(
          CommitFailedException.class,
          () -> consumer.commitSync(Map.of(partition, new OffsetAndMetadata(6))));
      assertEquals(1, evicted.happened());
      assertEquals(5, consumer.committed(Set.of(partition)).get(partition).offset());
    }
  }

  @Test
  void shouldRefuseAnAdministrator(Barnabas broker) throws Exception {
    broker.faults().on(ApiKey.CREATE_TOPICS).topic("bad").error(ErrorCode.POLICY_VIOLATION);
    try (Admin admin = Clients.admin(broker)) {
      var made =
          admin.createTopics(
              List.of(new NewTopic("good", 1, (short) 1), new NewTopic("bad", 1, (short) 1)));

      made.values().get("good").get();
      Throwable refused =
          assertThrows(ExecutionException.class, made.values().get("bad")::get).getCause();
      assertInstanceOf(PolicyViolationException.class, refused);
      assertEquals(Set.of("good"), admin.listTopics().names().get());
    }
  }

  @Test
  void shouldLetMetadataBeMissingForAWhile(Barnabas broker) throws Exception {
    broker.createTopic("orders", 1);
    Fault fault =
        broker
            .faults()
            .on(ApiKey.METADATA)
            .topic("orders")
            .times(3)
            .error(ErrorCode.LEADER_NOT_AVAILABLE);
    try (Clients.Producer producer = Clients.producer(broker)) {
      assertEquals(0, producer.put("orders", "late"));
    }
    assertEquals(3, fault.happened());
  }

  @Test
  void shouldTroubleEveryStepOfATransactionAndStillCommitItOnce(Barnabas broker) throws Exception {
    Faults faults = broker.faults();
    faults.on(ApiKey.FIND_COORDINATOR).error(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    faults.on(ApiKey.INIT_PRODUCER_ID).error(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS);
    faults.on(ApiKey.INIT_PRODUCER_ID).nth(2).afterEffect().disconnect();
    faults.on(ApiKey.PRODUCE).afterEffect().disconnect();
    faults.on(ApiKey.END_TXN).error(ErrorCode.CONCURRENT_TRANSACTIONS);
    Fault lost = faults.on(ApiKey.END_TXN).afterEffect().disconnect();
    try (Clients.Producer producer = Clients.producer(broker, "transactional.id=t")) {
      producer.initTransactions();
      producer.beginTransaction();
      var unused = producer.send(new ProducerRecord<>("orders", "once"));
      producer.commitTransaction();
    }
    assertEquals(1, lost.happened());
    assertEquals(
        List.of("once"), Clients.values(broker, "orders", "isolation.level=read_committed"));
  }

  @Test
  void shouldFenceAProducerAtItsCommit(Barnabas broker) throws Exception {
    broker.faults().on(ApiKey.END_TXN).error(ErrorCode.PRODUCER_FENCED);
    try (Clients.Producer producer = Clients.producer(broker, "transactional.id=t")) {
      producer.initTransactions();
      producer.beginTransaction();
      var unused = producer.send(new ProducerRecord<>("orders", "never"));
      KafkaException refused = assertThrows(KafkaException.class, producer::commitTransaction);
      assertInstanceOf(ProducerFencedException.class, refused);
    }
  }

  @Test
  @BarnabasTest(
      topics = {"denied", "faulty", "open"},
      properties = {
        "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "allow.everyone.if.no.acl.found=true"
      })
  void shouldTellItsErrorFromWhatTheAuthorizerRefuses(Barnabas broker) throws Exception {
    try (Admin admin = Clients.admin(broker);
        Clients.Producer producer = Clients.producer(broker, "linger.ms=1000")) {
      admin
          .createAcls(
              List.of(
                  new AclBinding(
                      new ResourcePattern(ResourceType.TOPIC, "denied", PatternType.LITERAL),
                      new AccessControlEntry(
                          "User:ANONYMOUS", "*", AclOperation.WRITE, AclPermissionType.DENY)),
                  new AclBinding(
                      new ResourcePattern(ResourceType.TOPIC, "denied", PatternType.LITERAL),
                      new AccessControlEntry(
                          "User:ANONYMOUS", "*", AclOperation.DESCRIBE, AclPermissionType.ALLOW))))
          .all()
          .get();
      broker.faults().on(ApiKey.PRODUCE).topic("faulty").error(ErrorCode.INVALID_RECORD);

      var denied = producer.send(new ProducerRecord<>("denied", "a"));
      var faulty = producer.send(new ProducerRecord<>("faulty", "b"));
      var open = producer.send(new ProducerRecord<>("open", "c"));
      producer.flush();

      assertEquals(0, open.get().offset());
      assertInstanceOf(
          TopicAuthorizationException.class,
          assertThrows(ExecutionException.class, denied::get).getCause());
      assertInstanceOf(
          InvalidRecordException.class,
          assertThrows(ExecutionException.class, faulty::get).getCause());
    }
  }

  @Test
  void shouldGoWellAgainWhenFaultsAreTakenBack(Barnabas broker, Faults faults) throws Exception {
    Fault refusing = faults.on(ApiKey.PRODUCE).always().error(ErrorCode.INVALID_RECORD);
    try (Clients.Producer producer = Clients.producer(broker, "enable.idempotence=false")) {
      assertThrows(ExecutionException.class, () -> producer.put("orders", "a"));
      refusing.remove();
      assertEquals(0, producer.put("orders", "b"));
      faults.on(ApiKey.PRODUCE).always().error(ErrorCode.INVALID_RECORD);
      assertThrows(ExecutionException.class, () -> producer.put("orders", "c"));
      faults.clear();
      assertEquals(1, producer.put("orders", "d"));
    }
  }
}

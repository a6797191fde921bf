package io.barnabas.metadata.quorum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.TaskQueue;
import io.barnabas.metadata.TestNode;
import io.barnabas.metadata.controller.AllocateProducerIds;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.CreateTopics;
import io.barnabas.metadata.controller.MetadataFault;
import io.barnabas.metadata.controller.StoredMetadata;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.PartitionImage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.metadata.MetadataRecordSerde;
import org.junit.jupiter.api.Test;

final class LocalQuorumTest {
  private static final Uuid DIRECTORY = new Uuid(77, 1001);

  private final InMemoryStorage storage = new InMemoryStorage();
  private final List<Throwable> failures = new ArrayList<>();
  private final TaskQueue tasks = new TaskQueue();

  @Test
  void shouldHaveTheSameImageAfterARestart() {
    TestNode first = node(SnapshotSettings.DEFAULT);
    first.join(1, 1);
    assertInstanceOf(CreateTopics.Created.class, first.create("orders", 3, 1));
    MetadataImage before = first.controller.image();

    TestNode second = node(SnapshotSettings.DEFAULT);

    assertEquals(before, second.controller.image().at(before.provenance()));
  }

  @Test
  void shouldHaveTheSameImageFromSnapshotAndTail() {
    TestNode first = node(new SnapshotSettings(500, 0));
    long epoch = first.join(1, 1);
    for (int i = 0; i < 50; i++) {
      first.create("topic-" + i, 2, 1);
      first.ask(new AllocateProducerIds(1, epoch));
    }
    MetadataImage before = first.controller.image();
    assertEquals(2, storage.snapshots.size());
    assertTrue(storage.startOffset() > 0);

    TestNode second = node(SnapshotSettings.DEFAULT);

    assertEquals(before, second.controller.image().at(before.provenance()));
  }

  @Test
  void shouldFallBackToTheOlderSnapshotWhenTheNewestIsDamaged() {
    TestNode first = node(new SnapshotSettings(500, 0));
    first.join(1, 1);
    for (int i = 0; i < 50; i++) {
      first.create("topic-" + i, 2, 1);
    }
    MetadataImage before = first.controller.image();
    SnapshotId newest = storage.list().get(1);
    storage.snapshots.get(newest).get(1)[70] ^= 1;

    TestNode second = node(SnapshotSettings.DEFAULT);

    assertEquals(before, second.controller.image().at(before.provenance()));
  }

  @Test
  void shouldLeadInAHigherEpochAfterEveryStart() {
    for (int start = 1; start <= 3; start++) {
      node(SnapshotSettings.DEFAULT);
      assertEquals(start, QuorumState.parse(storage.quorumState.orElseThrow()).leaderEpoch());
    }
  }

  @Test
  void shouldRejectRetriablyAndSayNothingMoreWhenTheLogFails() {
    TestNode node = node(SnapshotSettings.DEFAULT);
    node.join(1, 1);
    MetadataImage before = node.controller.image();
    storage.failAppends = true;

    Answer<?> answer = node.askForAnswer(create("lost"));

    assertInstanceOf(Answer.Rejected.class, answer);
    assertEquals(before, node.controller.image());
    assertEquals(1, failures.size());
  }

  @Test
  void shouldFailLikewiseWhenTheLogThrows() {
    TestNode node = node(SnapshotSettings.DEFAULT);
    node.join(1, 1);
    storage.throwOnAppend = true;

    assertInstanceOf(Answer.Rejected.class, node.askForAnswer(create("lost")));
    assertInstanceOf(Answer.Rejected.class, node.askForAnswer(create("late")));
    assertEquals(1, failures.size());
  }

  @Test
  void shouldForgetWhatTheLogRefusesAndGoOn() {
    TestNode node = node(SnapshotSettings.DEFAULT);
    node.join(1, 1);
    MetadataImage before = node.controller.image();
    storage.full = true;

    var lost = node.controller.submit(create("lost")).toCompletableFuture();
    var behind = node.controller.submit(create("behind")).toCompletableFuture();
    var again = node.controller.submit(create("lost")).toCompletableFuture();
    tasks.runOne();
    storage.full = false;
    tasks.runAll();

    for (var answer : List.of(lost, behind, again)) {
      Answer.Rejected<?> rejected = assertInstanceOf(Answer.Rejected.class, answer.join());
      assertEquals(MetadataFault.UNAVAILABLE, rejected.refusal().fault());
    }
    assertEquals(before, node.controller.image());
    assertTrue(node.controller.isActive());
    assertEquals(List.of(), failures);
    node.create("lost", 3, 1);
    MetadataImage after = node.controller.image();
    assertEquals(after, node(SnapshotSettings.DEFAULT).controller.image().at(after.provenance()));
  }

  @Test
  void shouldFailTheStartWhenTheLogHasNoRoom() {
    storage.full = true;

    assertThrows(CompletionException.class, () -> node(SnapshotSettings.DEFAULT));
    assertEquals(1, failures.size());
  }

  @Test
  void shouldFailTheStartWhenTheLogCannotBeWritten() {
    storage.failAppends = true;

    CompletionException failed =
        assertThrows(CompletionException.class, () -> node(SnapshotSettings.DEFAULT));

    assertTrue(failed.getMessage().contains("cannot be written"), failed.getMessage());
    assertEquals(1, failures.size());
  }

  @Test
  void shouldRefuseWhatNoBatchCanHoldAndGoOn() {
    TestNode node = node(SnapshotSettings.DEFAULT);
    node.join(1, 1);
    CreateTopics.ConfigValue large =
        new CreateTopics.ConfigValue(
            "leader.replication.throttled.replicas", "0:1" + ",0:1".repeat(7_000));
    List<CreateTopics.NewTopic> topics = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      topics.add(new CreateTopics.NewTopic("large-" + i, 1, 1, List.of(large)));
    }

    Answer<?> answer = node.askForAnswer(new CreateTopics(topics, false));

    assertEquals(MetadataFault.POLICY_VIOLATION, ((Answer.Rejected<?>) answer).refusal().fault());
    assertInstanceOf(CreateTopics.Created.class, node.create("small", 1, 1));
    assertEquals(1, node.controller.image().topics().size());
    assertEquals(List.of(), failures);
  }

  @Test
  void shouldRaiseLeaderEpochsOnceWhenAProcessWasKilled() {
    TestNode first = node(SnapshotSettings.DEFAULT);
    first.join(1, 1);
    first.create("orders", 3, 1);

    TestNode second = node(SnapshotSettings.DEFAULT);
    List<Integer> seen = new ArrayList<>();
    second.controller.addPublisher(
        (delta, image) -> delta.topics().changed().forEach(topic -> seen.add(1)));
    tasks.runAll();
    second.replace(1, 2, -1);

    for (PartitionImage partition :
        second.controller.image().topics().topic("orders").partitions()) {
      assertEquals(1, partition.leader());
      assertEquals(1, partition.leaderEpoch());
    }
    assertEquals(2, seen.size(), "once when joining, once for the new epochs");
    assertTrue(second.controller.image().cluster().isActive(1));
  }

  @Test
  void shouldChangeNoPartitionAfterACleanShutdown() {
    TestNode first = node(SnapshotSettings.DEFAULT);
    long epoch = first.join(1, 1);
    first.create("orders", 3, 1);
    long end = storage.endOffset();

    TestNode second = node(SnapshotSettings.DEFAULT);
    second.replace(1, 2, epoch);

    for (PartitionImage partition :
        second.controller.image().topics().topic("orders").partitions()) {
      assertEquals(1, partition.leader());
      assertEquals(0, partition.leaderEpoch());
    }
    assertEquals(end + 2, storage.endOffset(), "a leader of the quorum and a registration");
  }

  @Test
  void shouldPreferOthersWhenAProcessIsReplaced() {
    TestNode first = node(SnapshotSettings.DEFAULT);
    first.join(1, 1);
    first.join(2, 1);
    first.create("orders", 4, 2);

    TestNode second = node(SnapshotSettings.DEFAULT);
    second.replace(1, 2, -1);

    for (PartitionImage partition :
        second.controller.image().topics().topic("orders").partitions()) {
      assertEquals(2, partition.leader());
      assertEquals(List.of(2), partition.isr());
    }
  }

  @Test
  void shouldTellTheOthersWhenOnePublisherFails() {
    TestNode node = node(SnapshotSettings.DEFAULT);
    List<Long> told = new ArrayList<>();
    boolean[] failing = {false};
    node.controller.addPublisher(
        (delta, image) -> {
          if (failing[0]) {
            throw new IllegalStateException("a mistake");
          }
        });
    node.controller.addPublisher((delta, image) -> told.add(image.provenance().lastOffset()));
    tasks.runAll();
    failing[0] = true;

    node.join(1, 1);

    assertInstanceOf(CreateTopics.Created.class, node.create("orders", 3, 1));
    assertEquals(node.controller.image().provenance().lastOffset(), told.get(told.size() - 1));
  }

  private static CreateTopics create(String name) {
    return new CreateTopics(List.of(new CreateTopics.NewTopic(name, 1, 1, List.of())), false);
  }

  @Test
  void shouldRefuseADamagedLog() {
    TestNode node = node(SnapshotSettings.DEFAULT);
    node.join(1, 1);
    storage.batches.lastEntry().getValue()[65] ^= 1;

    Throwable refused =
        assertThrows(CompletionException.class, () -> node(SnapshotSettings.DEFAULT)).getCause();

    assertInstanceOf(MetadataCorruptionException.class, refused);
    assertTrue(refused.getMessage().contains("expected CRC"), refused.getMessage());
  }

  @Test
  void shouldWriteWhatKafkaReads() {
    TestNode node = node(new SnapshotSettings(1, 0));
    long epoch = node.join(1, 1);
    node.create("orders", 3, 1);
    node.ask(new AllocateProducerIds(1, epoch));

    List<String> names = new ArrayList<>();
    storage.batches.values().forEach(bytes -> names.addAll(kafkaRecordNames(bytes)));
    storage.snapshots.values().forEach(all -> all.forEach(LocalQuorumTest::kafkaRecordNames));

    assertEquals(
        "control", kafkaRecordNames(storage.snapshots.get(storage.list().get(0)).get(0)).get(0));
    assertTrue(names.contains("ProducerIdsRecordV0"), names.toString());
    assertTrue(names.size() > 0);
  }

  @Test
  void shouldSayInLogAndSnapshotsWhoVotes() {
    TestNode first = node(new SnapshotSettings(1, 0));
    first.join(1, 1);
    first.create("orders", 3, 1);
    storage.batches.headMap(storage.batches.lastKey()).clear();
    storage.deleteBefore(storage.batches.firstKey());

    StoredMetadata stored = StoredMetadata.read(storage.asStorage());

    assertEquals(1, stored.quorum().kraftVersion());
    assertEquals(List.of(1), stored.quorum().voters());
    assertEquals(first.controller.image(), stored.image());
    assertTrue(storage.quorumState.orElseThrow().contains("\"data_version\":1"));
  }

  @Test
  void shouldRefuseTheLogOfAnotherQuorum() {
    node(SnapshotSettings.DEFAULT).join(1, 1);

    Throwable refused =
        assertThrows(CompletionException.class, () -> node(2, SnapshotSettings.DEFAULT)).getCause();

    assertTrue(refused.getMessage().contains("a quorum of nodes 1"), refused.getMessage());
  }

  @Test
  void shouldRefuseToLeadAloneWhereSeveralVote() {
    storage.quorumState =
        Optional.of(
            "{\"clusterId\":\"\",\"leaderId\":2,\"leaderEpoch\":7,\"votedId\":-1,"
                + "\"appliedOffset\":0,\"currentVoters\":[{\"voterId\":1},{\"voterId\":2}],"
                + "\"data_version\":0}");

    Throwable refused =
        assertThrows(CompletionException.class, () -> node(SnapshotSettings.DEFAULT)).getCause();

    assertTrue(refused.getMessage().contains("[1, 2]"), refused.getMessage());
    assertEquals(0, storage.endOffset(), "nothing was written");
  }

  @Test
  void shouldLeaveItToTheConfigurationWhoVotesWhereItDid() {
    storage.quorumState =
        Optional.of(
            "{\"clusterId\":\"\",\"leaderId\":1,\"leaderEpoch\":7,\"votedId\":-1,"
                + "\"appliedOffset\":0,\"currentVoters\":[{\"voterId\":1}],\"data_version\":0}");

    node(SnapshotSettings.DEFAULT);

    QuorumState state = QuorumState.parse(storage.quorumState.orElseThrow());
    assertEquals(8, state.leaderEpoch());
    assertEquals(List.of(1), state.voters());
    assertEquals(0, StoredMetadata.read(storage.asStorage()).quorum().kraftVersion());
  }

  @Test
  void shouldBeginWithWhatTheClusterWasFormattedWith() {
    LocalQuorumTest other = new LocalQuorumTest();
    TestNode source = other.node(new SnapshotSettings(1, 0));
    source.join(1, 1);
    source.create("orders", 3, 1);
    storage.bootstrap = other.storage.snapshots.get(other.storage.list().get(1));

    TestNode node = node(SnapshotSettings.DEFAULT);
    storage.bootstrap = List.of();

    assertNotNull(node.controller.image().topics().topic("orders"));
    assertEquals(
        node.controller.image(),
        node(SnapshotSettings.DEFAULT).controller.image().at(node.controller.image().provenance()));
  }

  private static List<String> kafkaRecordNames(byte[] bytes) {
    List<String> names = new ArrayList<>();
    for (RecordBatch batch : MemoryRecords.readableRecords(ByteBuffer.wrap(bytes)).batches()) {
      batch.ensureValid();
      for (Record record : batch) {
        if (batch.isControlBatch()) {
          names.add("control");
        } else {
          var read =
              MetadataRecordSerde.INSTANCE.read(
                  new ByteBufferAccessor(record.value()), record.valueSize());
          assertNotNull(read);
          names.add(read.message().getClass().getSimpleName() + "V" + read.version());
        }
      }
    }
    return names;
  }

  private TestNode node(SnapshotSettings settings) {
    return node(1, settings);
  }

  private TestNode node(int nodeId, SnapshotSettings settings) {
    LocalQuorum quorum =
        new LocalQuorum(
            new LocalVoter(nodeId, DIRECTORY, List.of()),
            storage.asStorage(),
            settings,
            tasks,
            Runnable::run,
            () -> Instant.ofEpochMilli(1_700_000_000_000L),
            failures::add);
    return new TestNode(quorum, tasks, 1).start();
  }
}

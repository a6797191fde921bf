package io.barnabas.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.TaskQueue;
import io.barnabas.metadata.TestNode;
import io.barnabas.metadata.controller.CreateTopics.NewTopic;
import io.barnabas.metadata.controller.DeleteTopics.TopicReference;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.KeyChange;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.Operation;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.ResourceChange;
import io.barnabas.metadata.image.BrokerRegistration;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.ImageRecords;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.image.Provenance;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.metadata.quorum.CommittedBatch;
import io.barnabas.metadata.quorum.SimQuorum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Three controllers over a quorum that changes leaders and loses what is not committed, under
 * random commands. To replay a failure, run its seed alone.
 */
final class SimulationTest {
  private static final int SEEDS = 150;
  private static final int STEPS = 400;

  @Test
  void shouldKeepItsInvariantsWhateverTheQuorumDoes() {
    int decided = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        World world = new World(seed);
        world.run();
        decided += world.decided;
      } catch (AssertionError | RuntimeException failed) {
        throw new AssertionError("seed " + seed, failed);
      }
    }
    assertTrue(decided > 5 * SEEDS, "too little happened to prove anything: " + decided);
  }

  private static final class World {
    private final Random random;
    private final SimQuorum quorum;
    private final List<TaskQueue> queues = new ArrayList<>();
    private final List<SimQuorum.Node> nodes = new ArrayList<>();
    private final List<QuorumController> controllers = new ArrayList<>();
    private final List<CompletableFuture<?>> answers = new ArrayList<>();
    private final Set<String> promisedTopics = new HashSet<>();
    private final Map<String, int[]> epochs = new HashMap<>();
    private final List<Long> producerIdBlocks = new ArrayList<>();
    private long incarnations;
    private int leader;
    private int decided;

    World(long seed) {
      random = new Random(seed);
      quorum = new SimQuorum(random);
      for (int i = 0; i < 3; i++) {
        TaskQueue tasks = new TaskQueue();
        queues.add(tasks);
        nodes.add(quorum.addNode(tasks));
        controllers.add(new TestNode(nodes.get(i), tasks, random.nextLong()).controller);
        controllers.get(i).start();
        controllers.get(i).addPublisher((delta, image) -> check(image));
      }
      queues.forEach(TaskQueue::runAll);
      elect();
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        int dice = random.nextInt(100);
        if (dice < 2) {
          elect();
        } else if (dice < 30) {
          quorum.commitSome();
        } else if (dice < 60) {
          runSome(queues.get(random.nextInt(3)));
        } else {
          command();
        }
      }
      elect();
      settle();
      checkEnd();
    }

    private void runSome(TaskQueue tasks) {
      for (int count = random.nextInt(20); count > 0 && tasks.runOne(); count--) {
        // on to the next
      }
    }

    private void elect() {
      leader = random.nextInt(3);
      quorum.elect(nodes.get(leader));
    }

    private void settle() {
      for (int round = 0; round < 50; round++) {
        queues.forEach(TaskQueue::runAll);
        quorum.commitSome();
      }
      queues.forEach(TaskQueue::runAll);
    }

    private void command() {
      String topic = "t" + random.nextInt(12);
      int broker = random.nextInt(3);
      MetadataImage image = controllers.get(leader).image();
      BrokerRegistration known = image.cluster().broker(broker);
      long epoch = known == null ? -1 : known.epoch();
      switch (random.nextInt(16)) {
        case 0, 1, 14, 15 -> create(topic);
        case 2 -> submit(new DeleteTopics(List.of(TopicReference.byName(topic))));
        case 3 ->
            submit(
                new CreatePartitions(
                    List.of(new CreatePartitions.TopicGrowth(topic, 1 + random.nextInt(6), null)),
                    false));
        case 4 ->
            submit(
                new IncrementalAlterConfigs(
                    List.of(
                        new ResourceChange(
                            ConfigResource.topic(topic),
                            List.of(
                                new KeyChange(
                                    "unclean.leader.election.enable",
                                    random.nextBoolean() ? Operation.SET : Operation.DELETE,
                                    "" + random.nextBoolean())))),
                    false));
        case 5 ->
            submit(new AllocateProducerIds(broker, epoch))
                .thenAccept(
                    answer -> {
                      if (answer instanceof Answer.Decided<AllocateProducerIds.Reply> decided
                          && decided.reply().refusal() == null) {
                        producerIdBlocks.add(decided.reply().firstProducerId());
                      }
                    });
        case 6 ->
            submit(
                TestNode.registration(
                    broker,
                    ++incarnations,
                    random.nextBoolean() ? epoch : -1,
                    random.nextBoolean()));
        case 7, 8, 9, 10, 11, 12 -> submit(new UnfenceBroker(broker, epoch));
        default -> submit(new FenceBroker(broker, epoch));
      }
    }

    private void create(String topic) {
      NewTopic newTopic =
          new NewTopic(topic, 1 + random.nextInt(4), 1 + random.nextInt(3), List.of());
      submit(new CreateTopics(List.of(newTopic), false))
          .thenAccept(
              answer -> {
                if (answer instanceof Answer.Decided<CreateTopics.Reply> decided
                    && decided.reply().results().get(0) instanceof CreateTopics.Created created) {
                  promisedTopics.add(created.topicId().toString());
                }
              });
    }

    private <R> CompletableFuture<Answer<R>> submit(ControllerCommand<R> command) {
      int target = random.nextInt(10) == 0 ? random.nextInt(3) : leader;
      var answer = controllers.get(target).submit(command).toCompletableFuture();
      answers.add(answer);
      return answer;
    }

    /** Holds for every published image. */
    private void check(MetadataImage image) {
      Set<Uuid> ids = new HashSet<>();
      image
          .topics()
          .forEach(
              topic -> {
                assertTrue(ids.add(topic.id()));
                assertEquals(topic, image.topics().topic(topic.name()));
                topic.partitions().forEach(partition -> check(topic, partition, image));
              });
    }

    private static void check(TopicImage topic, PartitionImage partition, MetadataImage image) {
      String where = topic.name() + "-" + partition;
      assertTrue(partition.replicas().containsAll(partition.isr()), where);
      assertTrue(!partition.isr().isEmpty(), where);
      if (partition.hasLeader()) {
        assertTrue(partition.isr().contains(partition.leader()), where);
        assertTrue(image.cluster().isActive(partition.leader()), where);
      } else {
        assertTrue(partition.isr().stream().noneMatch(image.cluster()::isActive), where);
      }
    }

    private void checkEnd() {
      MetadataImage replayed = replay();
      Set<String> everCreated = new HashSet<>();
      for (QuorumController controller : controllers) {
        assertEquals(replayed, controller.image());
      }
      assertEquals(replayed, fromSnapshot(replayed));
      assertEquals(producerIdBlocks.size(), new HashSet<>(producerIdBlocks).size());
      answers.forEach(answer -> assertTrue(answer.isDone()));
      decided += promisedTopics.size() + producerIdBlocks.size();
      for (CommittedBatch batch : quorum.committed()) {
        batch.records().forEach(record -> everCreated.add(record.message().toString()));
      }
      for (String id : promisedTopics) {
        assertTrue(everCreated.stream().anyMatch(text -> text.contains(id)), id);
      }
    }

    private MetadataImage replay() {
      MetadataImage image = MetadataImage.EMPTY;
      for (CommittedBatch batch : quorum.committed()) {
        MetadataDelta delta = new MetadataDelta(image);
        batch.records().forEach(record -> delta.replay(record.message()));
        image = delta.apply(new Provenance(batch.lastOffset(), batch.epoch(), batch.timestampMs()));
        image.topics().forEach(this::checkEpochs);
      }
      return image;
    }

    private void checkEpochs(TopicImage topic) {
      for (PartitionImage partition : topic.partitions()) {
        int[] now = {partition.leaderEpoch(), partition.partitionEpoch()};
        int[] before = epochs.put(topic.id() + "-" + partition.partition(), now);
        assertTrue(before == null || before[0] <= now[0] && before[1] <= now[1]);
      }
    }

    private static MetadataImage fromSnapshot(MetadataImage image) {
      MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
      ImageRecords.write(image, record -> delta.replay(record.message()));
      return delta.apply(image.provenance());
    }
  }

  @Test
  void shouldRejectCommandsWhereItDoesNotLead() {
    TaskQueue tasks = new TaskQueue();
    SimQuorum quorum = new SimQuorum(new Random(1));
    QuorumController controller = new TestNode(quorum.addNode(tasks), tasks, 1).controller;
    controller.start();

    var answer = controller.submit(new UnregisterBroker(1)).toCompletableFuture();
    tasks.runAll();

    assertEquals(
        MetadataFault.NOT_CONTROLLER,
        ((Answer.Rejected<BrokerReply>) answer.join()).refusal().fault());
    assertNull(controller.image().topics().topic("any"));
  }
}

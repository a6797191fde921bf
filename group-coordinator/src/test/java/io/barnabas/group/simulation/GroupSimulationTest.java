package io.barnabas.group.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.coordinator.RuntimeConfig;
import io.barnabas.coordinator.simulation.SimStorage;
import io.barnabas.coordinator.simulation.SimWorld;
import io.barnabas.group.GroupConfig;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.shard.EventSourcedGroupCoordinator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Groups of one to eight members that join, stall, die, restart, commit and leave, on a coordinator
 * that loses appends, leaderships, its life, its view and the tail of its log. A failing run is
 * repeated with {@code -Dseed=<seed>}; {@code -Dseeds=<count>} runs more of them.
 */
class GroupSimulationTest {
  private static final int PARTITIONS = 2;
  private static final int TICKS = 400;
  private static final GroupConfig CONFIG =
      new GroupConfig(PARTITIONS, 1_000, 60_000, 3_000, 6, 64, 7 * 86_400_000L, 86_400_000L);

  @Test
  void shouldKeepTheInvariantsWhateverHappens() {
    Long seed = Long.getLong("seed");
    int count = Integer.getInteger("seeds", 80);
    List<Long> seeds =
        seed != null ? List.of(seed) : IntStream.range(0, count).mapToObj(Long::valueOf).toList();
    long replies = 0;
    long comparisons = 0;
    for (long current : seeds) {
      try {
        GroupInvariants invariants = new Run(current).go();
        replies += invariants.replies();
        comparisons += invariants.comparisons();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("failed; repeat with -Dseed=" + current, e);
      }
    }
    assertTrue(replies > 100L * seeds.size(), "hardly any request was answered: " + replies);
    assertTrue(comparisons > 20L * seeds.size(), "hardly any state compared: " + comparisons);
  }

  /** One life of a world. */
  private static final class Run {
    private final Random random;
    private final SimWorld world;
    private final SimStorage storage;
    private final GroupInvariants invariants = new GroupInvariants();
    private final List<SimGroupMember> members = new ArrayList<>();
    private final List<String> groups = List.of("alpha", "beta", "gamma");
    private final int[] epochs = new int[PARTITIONS];
    private GroupCoordinator coordinator;

    Run(long seed) {
      random = new Random(seed);
      world = new SimWorld(random);
      storage = new SimStorage(world, PARTITIONS);
      coordinator = start();
      for (String group : groups) {
        int size = 1 + random.nextInt(8);
        for (int number = 0; number < size; number++) {
          String instanceId = random.nextInt(3) == 0 ? group + "-" + number : null;
          members.add(new SimGroupMember(group, instanceId, () -> coordinator, invariants, random));
        }
      }
    }

    private GroupCoordinator start() {
      GroupCoordinator started =
          new EventSourcedGroupCoordinator(
              CONFIG,
              new RuntimeConfig(1000, 5_000, 100, 20, 100, 50),
              storage.environment(),
              random);
      coordinator = started;
      for (int partition = 0; partition < PARTITIONS; partition++) {
        elect(partition);
      }
      return started;
    }

    private void elect(int partition) {
      epochs[partition]++;
      storage.logs().get(partition).newLeader(epochs[partition]);
      coordinator.onElection(partition, epochs[partition]);
    }

    GroupInvariants go() {
      for (int tick = 0; tick < TICKS; tick++) {
        members.get(random.nextInt(members.size())).act();
        disturb(random.nextInt(1000));
        world.runForMs(random.nextInt(random.nextInt(20) == 0 ? 3_000 : 100));
        compareOne();
        invariants.check();
      }
      settle();
      invariants.check();
      return invariants;
    }

    private void compareOne() {
      String group = groups.get(random.nextInt(groups.size()));
      invariants.compare(coordinator, group, storage.logs().get(coordinator.partitionFor(group)));
    }

    private void disturb(int chance) {
      int partition = random.nextInt(PARTITIONS);
      if (chance < 8) {
        coordinator.onResignation(partition);
        if (random.nextBoolean()) {
          world.runForMs(random.nextInt(200));
        }
        elect(partition);
      } else if (chance < 12) {
        elect(partition);
      } else if (chance < 22) {
        crash(random.nextInt(3) == 0);
      } else if (chance < 28) {
        storage.views().get(partition).damage();
      } else if (chance < 40) {
        storage.logs().get(partition).failureRate(random.nextInt(3) * 0.1);
      } else if (chance < 44) {
        String group = groups.get(random.nextInt(groups.size()));
        coordinator.deleteGroups(List.of(group));
        world.runForMs(100);
        invariants.onGroupDeletion(group);
      } else if (chance < 46) {
        coordinator.onTopicsDeleted(List.of("topic"));
        world.runForMs(100);
        groups.forEach(invariants::onGroupDeletion);
      } else if (chance < 60) {
        invariants.commit(coordinator, "simple", "", -1, null);
        invariants.compare(
            coordinator, "simple", storage.logs().get(coordinator.partitionFor("simple")));
      }
    }

    private void crash(boolean powerLoss) {
      world.crash();
      invariants.onCrash();
      members.forEach(SimGroupMember::restart);
      for (int partition = 0; partition < PARTITIONS; partition++) {
        storage.views().get(partition).crash();
        if (random.nextInt(5) == 0) {
          storage.views().get(partition).lose();
        }
        int size = storage.logs().get(partition).entries().size();
        if (powerLoss) {
          storage.logs().get(partition).truncateTo(size - random.nextInt(Math.min(size, 30) + 1));
        }
      }
      if (powerLoss) {
        invariants.onPowerLoss();
      }
      start();
    }

    /** Ends in peace: everything is answered once the coordinator is gone. */
    private void settle() {
      storage.logs().forEach(log -> log.failureRate(0));
      world.runForMs(20_000);
      groups.forEach(
          group ->
              invariants.compare(
                  coordinator, group, storage.logs().get(coordinator.partitionFor(group))));
      world.runForMs(1_000);
      for (int partition = 0; partition < PARTITIONS; partition++) {
        coordinator.onResignation(partition);
      }
      world.runForMs(1_000);
      invariants.assertAllAnswered();
    }
  }
}

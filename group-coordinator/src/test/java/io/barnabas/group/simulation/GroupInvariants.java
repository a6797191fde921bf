package io.barnabas.group.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Bytes;
import io.barnabas.codec.Uuid;
import io.barnabas.coordinator.simulation.SimLog;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.CommitOffsets;
import io.barnabas.group.message.FetchOffsets;
import io.barnabas.group.message.FetchReply;
import io.barnabas.group.message.GroupDescription;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.record.CommittedOffset;
import io.barnabas.group.record.GroupRecord;
import io.barnabas.group.record.GroupRecordSerde;
import io.barnabas.group.record.StoredGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What must hold whatever happens; a model that is far simpler than the coordinator. */
final class GroupInvariants {
  private final Map<String, Map<Byte, String>> owners = new HashMap<>();
  private final Map<String, Integer> generations = new HashMap<>();
  private final Map<String, Long> acknowledged = new HashMap<>();
  private long nextOffset;
  private long era;
  private long open;
  private long replies;
  private long comparisons;
  private @Nullable Throwable failure;

  /** Counts a request whose reply must come as long as the broker lives. */
  <T> CompletableFuture<T> expectReply(CompletionStage<T> stage) {
    open++;
    long current = era;
    CompletableFuture<T> guarded = new CompletableFuture<>();
    stage.whenComplete(
        (reply, error) -> {
          if (error != null) {
            failure = error;
          }
          if (current == era) {
            open--;
          }
          replies++;
          guarded.complete(reply);
        });
    return guarded;
  }

  /** Throws what a callback has found, which a future would swallow. */
  void check() {
    if (failure != null) {
      throw new AssertionError("an invariant does not hold", failure);
    }
  }

  private <T> Consumer<T> noting(Consumer<T> callback) {
    return reply -> {
      try {
        callback.accept(reply);
      } catch (RuntimeException | AssertionError e) {
        failure = failure == null ? e : failure;
      }
    };
  }

  /** As {@link #expectReply(CompletionStage)}, with what to do with the reply. */
  <T> void expectReply(CompletionStage<T> stage, Consumer<T> callback) {
    expectReply(stage).thenAccept(noting(callback));
  }

  long replies() {
    return replies;
  }

  long comparisons() {
    return comparisons;
  }

  void assertAllAnswered() {
    assertEquals(0, open, "requests without a reply");
  }

  /** A crash: nobody can expect replies any more. */
  void onCrash() {
    era++;
    open = 0;
  }

  /** A power loss takes promises with it. */
  void onPowerLoss() {
    owners.clear();
    generations.clear();
    acknowledged.clear();
  }

  void onGroupDeletion(String groupId) {
    era++;
    open = 0;
    owners.keySet().removeIf(key -> key.startsWith(groupId + "/"));
    generations.remove(groupId);
    acknowledged.remove(groupId);
  }

  void onAssigned(String groupId, int generation, String owner, Bytes assignment) {
    assertTrue(generation >= generations.getOrDefault(groupId, 0), "generation went backwards");
    generations.put(groupId, generation);
    Map<Byte, String> generationOwners =
        owners.computeIfAbsent(groupId + "/" + generation, key -> new HashMap<>());
    for (byte partition : assignment.toByteArray()) {
      String other = generationOwners.putIfAbsent(partition, owner);
      assertTrue(
          other == null || other.equals(owner),
          () ->
              "partition "
                  + partition
                  + " of "
                  + groupId
                  + " in generation "
                  + generation
                  + " has two owners: "
                  + other
                  + " and "
                  + owner);
    }
  }

  void commit(
      GroupCoordinator coordinator,
      String groupId,
      String memberId,
      int generation,
      @Nullable String instanceId) {
    long offset = ++nextOffset;
    long current = era;
    expectReply(
        coordinator.commitOffsets(
            new CommitOffsets(
                groupId,
                generation,
                memberId,
                instanceId,
                -1,
                List.of(
                    new CommitOffsets.Topic(
                        Uuid.ZERO,
                        "topic",
                        List.of(new CommitOffsets.Partition(0, offset, -1, "m")))))),
        reply -> {
          GroupFault fault = reply.topics().get(0).partitions().get(0).fault();
          if (fault == GroupFault.NONE && current == era) {
            acknowledged.merge(groupId, offset, Math::max);
          }
        });
  }

  /**
   * Compares what the coordinator says with what a plain replay of the log says, at one of the
   * moments between request and reply.
   */
  void compare(GroupCoordinator coordinator, String groupId, SimLog log) {
    long promised = acknowledged.getOrDefault(groupId, -1L);
    long current = era;
    int begin = log.entries().size();
    expectReply(
        coordinator.fetchOffsets(new FetchOffsets(groupId, null, -1, null, false)),
        reply -> {
          if (reply.fault() == GroupFault.NONE) {
            Map<String, Long> live = offsets(reply);
            assertTrue(
                anyMoment(groupId, log, begin, replayed -> replayed.offsets().equals(live)),
                () -> "offsets of " + groupId + " are " + live);
            if (current == era) {
              assertTrue(
                  live.getOrDefault("topic-0", -1L) >= promised, "an acknowledged commit was lost");
            }
            comparisons++;
          }
        });
    expectReply(
        coordinator.describeGroups(List.of(groupId)),
        described -> {
          GroupDescription live = described.get(0);
          if (live.state().equals("Stable")) {
            assertTrue(
                anyMoment(groupId, log, begin, replayed -> matches(live, replayed.group())),
                () -> "stable group is not in the log as it is: " + live);
            comparisons++;
          }
        });
  }

  private static boolean anyMoment(
      String groupId, SimLog log, int begin, Predicate<Replayed> claim) {
    return IntStream.rangeClosed(begin, log.entries().size())
        .anyMatch(end -> claim.test(Replayed.of(groupId, log, end)));
  }

  private static boolean matches(GroupDescription live, @Nullable StoredGroup stored) {
    if (stored == null) {
      return false;
    }
    Map<String, Bytes> storedAssignments = new HashMap<>();
    stored
        .members()
        .forEach(member -> storedAssignments.put(member.memberId(), member.assignment()));
    Map<String, Bytes> liveAssignments = new HashMap<>();
    live.members().forEach(member -> liveAssignments.put(member.memberId(), member.assignment()));
    return stored.protocolType().equals(live.protocolType())
        && live.protocolName().equals(stored.protocolName())
        && storedAssignments.equals(liveAssignments);
  }

  private static Map<String, Long> offsets(FetchReply reply) {
    Map<String, Long> offsets = new TreeMap<>();
    reply
        .topics()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        part -> offsets.put(topic.name() + "-" + part.index(), part.offset())));
    return offsets;
  }

  /** A group by a plain replay of the log. */
  private record Replayed(Map<String, Long> offsets, @Nullable StoredGroup group) {
    static Replayed of(String groupId, SimLog log, int end) {
      Map<String, Long> offsets = new TreeMap<>();
      StoredGroup group = null;
      GroupRecordSerde serde = new GroupRecordSerde();
      for (SimLog.Entry entry : log.entries().subList(0, end)) {
        GroupRecord read = serde.decode(entry.content());
        if (read == null || !read.groupId().equals(groupId)) {
          continue;
        }
        if (read instanceof GroupRecord.OffsetCommitted that) {
          CommittedOffset committed = that.committed();
          offsets.put(that.topic() + "-" + that.partition(), committed.offset());
        } else if (read instanceof GroupRecord.OffsetForgotten that) {
          offsets.remove(that.topic() + "-" + that.partition());
        } else if (read instanceof GroupRecord.GroupStored that) {
          group = that.group();
        } else {
          group = null;
        }
      }
      return new Replayed(offsets, group);
    }
  }
}

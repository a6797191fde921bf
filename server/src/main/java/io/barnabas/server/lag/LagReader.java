package io.barnabas.server.lag;

import io.barnabas.codec.Uuid;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.FetchOffsets;
import io.barnabas.group.message.FetchReply;
import io.barnabas.group.message.ListGroups;
import io.barnabas.group.message.ListReply;
import io.barnabas.server.metrics.KeptTags;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.Partitions;
import io.barnabas.storage.log.PartitionLog;
import io.barnabas.storage.log.WriteTimes;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up what groups have committed and holds it against the logs. Logs are read only where a
 * group has moved since it was last looked at, and then mostly a batch header.
 */
final class LagReader {
  private static final Logger LOG = LoggerFactory.getLogger(LagReader.class);
  private static final int NO_EPOCH = -1;

  /** How many groups are asked for at once. */
  private static final int AT_ONCE = 100;

  private final GroupCoordinator groups;
  private final Partitions partitions;
  private final Executor readerPool;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final int limit;

  /** Of one look at a time. */
  private final KeptTags<LagSnapshot.GroupTopic> names =
      new KeptTags<>(LagSnapshot.GroupTopic::tags);

  /**
   * A reader.
   *
   * @param readerPool for what may wait for the disk
   * @param limit of how many groups' partitions the lag is told at most
   */
  LagReader(
      GroupCoordinator groups,
      Partitions partitions,
      Executor readerPool,
      InstantSource clock,
      LongSupplier nanoTime,
      int limit) {
    this.groups = groups;
    this.partitions = partitions;
    this.readerPool = readerPool;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.limit = limit;
  }

  /**
   * Takes a new look.
   *
   * @param before what was seen last
   */
  CompletionStage<LagSnapshot> read(LagSnapshot before) {
    long began = nanoTime.getAsLong();
    return groups
        .listGroups(new ListGroups(Set.of(), Set.of()))
        .thenCompose(
            listed -> {
              Look look = new Look(before);
              List<String> ids =
                  listed.groups().stream().map(ListReply.Group::groupId).sorted().toList();
              return read(ids, look).thenApply(done -> look.snapshot(began));
            });
  }

  /** Some groups at a time: who coordinates them has clients that wait. */
  private CompletionStage<Void> read(List<String> ids, Look look) {
    if (ids.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    int some = Math.min(AT_ONCE, ids.size());
    List<CompletableFuture<FetchReply>> replies =
        ids.subList(0, some).stream()
            .map(id -> new FetchOffsets(id, null, NO_EPOCH, null, false))
            .map(command -> groups.fetchOffsets(command).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
        .thenRunAsync(() -> replies.forEach(reply -> look.compare(reply.join())), readerPool)
        .thenCompose(done -> read(ids.subList(some, ids.size()), look));
  }

  /** One look under way; one thread at a time. */
  private final class Look {
    private final LagSnapshot before;
    private final List<PartitionLag> lags = new ArrayList<>();
    private int leftOut;
    private int offsets;

    Look(LagSnapshot before) {
      this.before = before;
    }

    void compare(FetchReply reply) {
      for (FetchReply.Topic topic : reply.topics()) {
        for (FetchReply.Partition committed : topic.partitions()) {
          offsets++;
          Partition partition = partitions.find(topic.name(), committed.index());
          if (partition == null || committed.offset() < 0) {
            continue;
          }
          if (lags.size() < limit) {
            PartitionLag known = known(reply.groupId(), topic.name(), committed.index());
            PartitionLag.Key key =
                known != null
                    ? known.key()
                    : new PartitionLag.Key(reply.groupId(), topic.name(), committed.index());
            lags.add(lag(key, partition, committed.offset(), known));
          } else {
            leftOut++;
          }
        }
      }
    }

    /** What was seen last: mostly where this look has come to, since the order stays the same. */
    private @Nullable PartitionLag known(String group, String topic, int partition) {
      int at = Math.min(lags.size(), before.lags().size() - 1);
      if (at >= 0 && before.lags().get(at).key().is(group, topic, partition)) {
        return before.lags().get(at);
      }
      return before.index().of(new PartitionLag.Key(group, topic, partition));
    }

    LagSnapshot snapshot(long beganNanos) {
      long now = nanoTime.getAsLong();
      return LagSnapshot.of(lags, names, leftOut, offsets, now, now - beganNanos);
    }
  }

  private PartitionLag lag(
      PartitionLag.Key key, Partition partition, long committed, @Nullable PartitionLag before) {
    Uuid topicId = partition.id().topicId();
    long records = Math.max(0, partition.progress().highWatermark() - committed);
    long first = committed;
    long since = -1;
    if (records > 0 && partition.role() instanceof PartitionRole.Leader leader) {
      first = Math.max(committed, leader.log().logStartOffset());
      // Of a compacted log, the record that waited first may be gone.
      boolean stays = !partition.settings().log().cleanupCompact();
      long known = before != null && stays ? before.waitingSinceMs(topicId, first) : -1;
      since = known >= 0 ? known : timestamp(leader.log(), first);
    }
    return new PartitionLag(
        key,
        topicId,
        committed,
        first,
        records,
        since,
        before == null ? key.tags() : before.tags());
  }

  private long timestamp(PartitionLog log, long offset) {
    try {
      return WriteTimes.of(log, offset, clock.millis());
    } catch (IOException e) {
      LOG.debug("When {} wrote {} cannot be told", log.id(), offset, e);
      return -1;
    }
  }
}

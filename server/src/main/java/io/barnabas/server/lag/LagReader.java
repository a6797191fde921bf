package io.barnabas.server.lag;

import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.FetchOffsets;
import io.barnabas.group.message.FetchReply;
import io.barnabas.group.message.ListGroups;
import io.barnabas.group.message.ListReply;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.Partitions;
import io.barnabas.storage.log.PartitionLog;
import io.barnabas.storage.log.WriteTimes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
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
 * group has moved since it was last looked at, and then a batch header.
 */
final class LagReader {
  private static final Logger LOG = LoggerFactory.getLogger(LagReader.class);
  private static final int NO_EPOCH = -1;

  private final GroupCoordinator groups;
  private final Partitions partitions;
  private final Executor readerPool;
  private final LongSupplier nanoTime;
  private final int limit;

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
      LongSupplier nanoTime,
      int limit) {
    this.groups = groups;
    this.partitions = partitions;
    this.readerPool = readerPool;
    this.nanoTime = nanoTime;
    this.limit = limit;
  }

  /**
   * Takes a new look.
   *
   * @param before what was seen last
   */
  CompletionStage<LagSnapshot> read(LagSnapshot before) {
    return groups
        .listGroups(new ListGroups(Set.of(), Set.of()))
        .thenCompose(this::offsets)
        .thenApplyAsync(replies -> compare(replies, before), readerPool);
  }

  private CompletionStage<List<FetchReply>> offsets(ListReply listed) {
    List<CompletableFuture<FetchReply>> replies =
        listed.groups().stream()
            .sorted(Comparator.comparing(ListReply.Group::groupId))
            .map(group -> new FetchOffsets(group.groupId(), null, NO_EPOCH, null, false))
            .map(command -> groups.fetchOffsets(command).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(replies.toArray(CompletableFuture[]::new))
        .thenApply(done -> replies.stream().map(CompletableFuture::join).toList());
  }

  private LagSnapshot compare(List<FetchReply> replies, LagSnapshot before) {
    List<PartitionLag> lags = new ArrayList<>();
    int leftOut = 0;
    for (FetchReply reply : replies) {
      for (FetchReply.Topic topic : reply.topics()) {
        for (FetchReply.Partition committed : topic.partitions()) {
          PartitionLag.Key key =
              new PartitionLag.Key(reply.groupId(), topic.name(), committed.index());
          Partition partition = partitions.find(key.topic(), key.partition());
          if (partition == null || committed.offset() < 0) {
            continue;
          }
          if (lags.size() < limit) {
            lags.add(lag(key, partition, committed.offset(), before.of(key)));
          } else {
            leftOut++;
          }
        }
      }
    }
    return LagSnapshot.of(lags, leftOut, nanoTime.getAsLong());
  }

  private static PartitionLag lag(
      PartitionLag.Key key, Partition partition, long committed, @Nullable PartitionLag before) {
    long records = Math.max(0, partition.progress().highWatermark() - committed);
    long since =
        before != null
                && before.committed() == committed
                && before.topicId().equals(partition.id().topicId())
            ? before.waitingSinceMs()
            : -1;
    if (records > 0 && since < 0 && partition.role() instanceof PartitionRole.Leader leader) {
      since = timestamp(leader.log(), committed);
    }
    return new PartitionLag(
        key,
        partition.id().topicId(),
        committed,
        records,
        records == 0 ? -1 : since,
        before == null ? key.tags() : before.tags());
  }

  private static long timestamp(PartitionLog log, long offset) {
    try {
      return WriteTimes.of(log, offset);
    } catch (IOException e) {
      LOG.debug("When {} wrote {} cannot be told", log.id(), offset, e);
      return -1;
    }
  }
}

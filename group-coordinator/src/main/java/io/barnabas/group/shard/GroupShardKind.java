package io.barnabas.group.shard;

import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.LogRecord;
import io.barnabas.coordinator.MutableView;
import io.barnabas.coordinator.RecordSerde;
import io.barnabas.coordinator.ShardKind;
import io.barnabas.coordinator.View;
import io.barnabas.group.GroupConfig;
import io.barnabas.group.GroupCounts;
import io.barnabas.group.classic.MemberMemory;
import io.barnabas.group.record.GroupRecord;
import io.barnabas.group.record.GroupRecordApplier;
import io.barnabas.group.record.GroupRecordSerde;
import io.barnabas.group.record.GroupViewKeys;
import java.util.function.Supplier;

/** Shards of {@code __consumer_offsets}. */
final class GroupShardKind implements ShardKind<GroupShard, GroupRecord> {
  private final GroupConfig config;
  private final MemberMemory memory;
  private final Supplier<String> uniqueIds;
  private final GroupCounts counts;
  private final GroupRecordSerde serde = new GroupRecordSerde();

  GroupShardKind(
      GroupConfig config, MemberMemory memory, Supplier<String> uniqueIds, GroupCounts counts) {
    this.config = config;
    this.memory = memory;
    this.uniqueIds = uniqueIds;
    this.counts = counts;
  }

  @Override
  public String name() {
    return "__consumer_offsets";
  }

  @Override
  public int viewFormatVersion() {
    return GroupViewKeys.FORMAT_VERSION;
  }

  @Override
  public RecordSerde<GroupRecord> serde() {
    return serde;
  }

  @Override
  public void apply(GroupRecord entry, LogRecord encoded, MutableView view) {
    GroupRecordApplier.apply(entry, encoded, view);
  }

  @Override
  public GroupShard create(int partition, View view, Effects<GroupRecord> effects) {
    GroupShard shard = new GroupShard(config, view, memory.of(partition), uniqueIds, counts);
    shard.resume(effects);
    return shard;
  }
}

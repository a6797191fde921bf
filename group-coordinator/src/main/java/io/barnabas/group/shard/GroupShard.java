package io.barnabas.group.shard;

import io.barnabas.coordinator.CoordinatorShard;
import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.View;
import io.barnabas.group.GroupConfig;
import io.barnabas.group.GroupCounts;
import io.barnabas.group.classic.ClassicGroup;
import io.barnabas.group.classic.ClassicLimits;
import io.barnabas.group.classic.ClassicRules;
import io.barnabas.group.classic.GroupTimer;
import io.barnabas.group.classic.Groups;
import io.barnabas.group.classic.MemberMemory;
import io.barnabas.group.offset.CommitRule;
import io.barnabas.group.offset.DeleteOffsetsRule;
import io.barnabas.group.offset.FetchRule;
import io.barnabas.group.offset.GroupsWithOffsets;
import io.barnabas.group.offset.OffsetExpiry;
import io.barnabas.group.offset.OffsetView;
import io.barnabas.group.offset.TransactionRule;
import io.barnabas.group.record.GroupRecord;
import io.barnabas.group.record.GroupRecordSerde;
import io.barnabas.group.record.GroupViewKeys;
import java.util.function.Supplier;

/**
 * The groups of one partition of the offsets topic: live groups in memory, their records and
 * offsets in the view.
 */
final class GroupShard implements CoordinatorShard<GroupRecord> {

  /** Key of the timer that looks for expired offsets. */
  private enum Housekeeping {
    OFFSET_EXPIRY
  }

  private final GroupConfig config;
  private final View view;
  private final Groups groups;
  private final ClassicRules classicRules;
  private final CommitRule commitRule;
  private final TransactionRule transactionRule;
  private final FetchRule fetchRule;
  private final DeleteOffsetsRule deleteOffsetsRule;
  private final OffsetExpiry offsetExpiry;

  GroupShard(
      GroupConfig config,
      View view,
      MemberMemory.Share memory,
      Supplier<String> uniqueIds,
      GroupCounts counts) {
    this.config = config;
    this.view = view;
    groups = new Groups(memory);
    ClassicLimits limits =
        new ClassicLimits(
            config.sessionTimeoutMsMin(), config.sessionTimeoutMsMax(), config.groupSizeMax());
    OffsetView offsets = new OffsetView(view);
    classicRules =
        new ClassicRules(
            groups, limits, memory, config.initialRebalanceDelayMs(), uniqueIds, counts);
    commitRule = new CommitRule(groups, classicRules, config.offsetMetadataBytesMax(), counts);
    transactionRule = new TransactionRule(groups, view);
    fetchRule = new FetchRule(offsets);
    deleteOffsetsRule = new DeleteOffsetsRule(offsets, counts);
    offsetExpiry =
        new OffsetExpiry(groups, classicRules, offsets, config.offsetsRetentionMs(), counts);
  }

  /** Makes the live groups from the loaded view. */
  void resume(Effects<GroupRecord> effects) {
    boolean unused = keepsOffsetsInMemory(); // asks the store, which later nobody may wait for
    view.scan(
        GroupViewKeys.GROUPS,
        GroupViewKeys.allGroups(),
        (key, value) -> {
          String groupId = GroupRecordSerde.readGroupId(key);
          groups.put(ClassicGroup.restore(groupId, GroupRecordSerde.readGroup(value)));
          return true;
        });
    GroupsWithOffsets.visit(view, groupId -> addIfUnknown(groupId, effects.nowMs()));
    groups.all().forEach(group -> classicRules.resume(group, effects));
    effects.schedule(Housekeeping.OFFSET_EXPIRY, config.offsetsRetentionCheckIntervalMs());
  }

  /** Consumers outside group management never write a group record: their offsets are the group. */
  private void addIfUnknown(String groupId, long nowMs) {
    if (groups.find(groupId) == null) {
      ClassicGroup offsetsOnly = new ClassicGroup(groupId, nowMs);
      offsetsOnly.markStored();
      groups.put(offsetsOnly);
    }
  }

  @Override
  public void onTimer(Object key, Effects<GroupRecord> effects) {
    if (key instanceof GroupTimer timer) {
      classicRules.onTimer(timer, effects);
    } else if (key == Housekeeping.OFFSET_EXPIRY) {
      offsetExpiry.expire(effects);
      effects.schedule(Housekeeping.OFFSET_EXPIRY, config.offsetsRetentionCheckIntervalMs());
    }
  }

  /**
   * Whether offsets are committed without a look into the view's store: while no transaction has
   * any pending, none can be superseded.
   */
  boolean keepsOffsetsInMemory() {
    return view.isEmpty(GroupViewKeys.PENDING);
  }

  Groups groups() {
    return groups;
  }

  ClassicRules classicRules() {
    return classicRules;
  }

  CommitRule commitRule() {
    return commitRule;
  }

  TransactionRule transactionRule() {
    return transactionRule;
  }

  FetchRule fetchRule() {
    return fetchRule;
  }

  DeleteOffsetsRule deleteOffsetsRule() {
    return deleteOffsetsRule;
  }

  OffsetExpiry offsetExpiry() {
    return offsetExpiry;
  }
}

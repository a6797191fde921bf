package io.barnabas.group.record;

import io.barnabas.codec.MessageReader;
import io.barnabas.codec.group.GroupMetadataValue;
import io.barnabas.coordinator.VersionedBytes;

/** Classic groups as record values. */
final class GroupValues {
  /** What Apache Kafka writes, although it reads a later one. */
  private static final short VERSION = 3;

  private GroupValues() {}

  static byte[] write(StoredGroup group) {
    GroupMetadataValue value =
        GroupMetadataValue.builder()
            .protocolType(group.protocolType())
            .generation(group.generationId())
            .protocol(group.protocolName())
            .leader(group.leader())
            .currentStateTimestamp(group.stateTimestamp())
            .members(group.members().stream().map(GroupValues::toValue).toList())
            .build();
    return VersionedBytes.write(value, VERSION);
  }

  private static GroupMetadataValue.MemberMetadata toValue(StoredGroup.Member member) {
    return GroupMetadataValue.MemberMetadata.builder()
        .memberId(member.memberId())
        .groupInstanceId(member.groupInstanceId())
        .clientId(member.clientId())
        .clientHost(member.clientHost())
        .rebalanceTimeout(member.rebalanceTimeoutMs())
        .sessionTimeout(member.sessionTimeoutMs())
        .subscription(member.subscription())
        .assignment(member.assignment())
        .build();
  }

  static StoredGroup read(MessageReader reader) {
    GroupMetadataValue value = GroupMetadataValue.read(reader, reader.readInt16());
    return new StoredGroup(
        value.protocolType(),
        value.generation(),
        value.protocol(),
        value.leader(),
        value.currentStateTimestamp(),
        value.members().stream().map(GroupValues::toMember).toList());
  }

  /** Version 0 has no rebalance timeout; the session timeout stood for it. */
  private static StoredGroup.Member toMember(GroupMetadataValue.MemberMetadata member) {
    int rebalanceTimeout =
        member.rebalanceTimeout() < 0 ? member.sessionTimeout() : member.rebalanceTimeout();
    return new StoredGroup.Member(
        member.memberId(),
        member.groupInstanceId(),
        member.clientId(),
        member.clientHost(),
        rebalanceTimeout,
        member.sessionTimeout(),
        member.subscription(),
        member.assignment());
  }
}

package io.barnabas.group.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.codec.group.ConsumerGroupMemberMetadataKey;
import io.barnabas.codec.group.ConsumerGroupRegularExpressionKey;
import io.barnabas.codec.group.ShareGroupMetadataKey;
import io.barnabas.codec.group.StreamsGroupTopologyKey;
import io.barnabas.coordinator.VersionedBytes;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class GroupCensusTest {
  private static final byte[] VALUE = {0, 0};

  private final GroupCensus census = new GroupCensus();

  @Test
  void shouldCountGroupsOfEveryKindAndTheirOffsets() {
    census.add(GroupViewKeys.group("classic"), VALUE);
    census.add(GroupViewKeys.offset("classic", "orders", 0), VALUE);
    census.add(GroupViewKeys.offset("classic", "orders", 0), VALUE);
    census.add(GroupViewKeys.offset("classic", "orders", 1), VALUE);
    census.add(GroupViewKeys.offset("simple", "orders", 1), VALUE);
    census.add(
        VersionedBytes.writeKey(
            ConsumerGroupMemberMetadataKey.builder().groupId("consumer").memberId("m").build()),
        VALUE);
    census.add(GroupViewKeys.offset("consumer", "orders", 1), VALUE);
    census.add(
        VersionedBytes.writeKey(
            ConsumerGroupRegularExpressionKey.builder()
                .groupId("regex")
                .regularExpression("a.*")
                .build()),
        VALUE);
    census.add(
        VersionedBytes.writeKey(ShareGroupMetadataKey.builder().groupId("share").build()), VALUE);
    census.add(
        VersionedBytes.writeKey(StreamsGroupTopologyKey.builder().groupId("streams").build()),
        VALUE);

    assertEquals(new GroupCensus.Group("classic", GroupKind.CLASSIC, 2), group("classic"));
    assertEquals(new GroupCensus.Group("simple", GroupKind.CLASSIC, 1), group("simple"));
    assertEquals(new GroupCensus.Group("consumer", GroupKind.CONSUMER, 1), group("consumer"));
    assertEquals(GroupKind.CONSUMER, group("regex").kind());
    assertEquals(GroupKind.SHARE, group("share").kind());
    assertEquals(GroupKind.STREAMS, group("streams").kind());
    assertEquals(0, census.unreadable());
  }

  @Test
  void shouldForgetWhatWasDeleted() {
    census.add(GroupViewKeys.group("gone"), VALUE);
    census.add(GroupViewKeys.offset("gone", "orders", 0), VALUE);
    census.add(GroupViewKeys.offset("kept", "orders", 0), VALUE);
    census.add(GroupViewKeys.offset("gone", "orders", 0), null);
    census.add(GroupViewKeys.group("gone"), null);
    census.add(new byte[] {1}, VALUE);

    assertEquals(Set.of("kept"), census.groups().keySet());
    assertEquals(1, census.unreadable());
  }

  private GroupCensus.Group group(String id) {
    return census.groups().get(id);
  }
}

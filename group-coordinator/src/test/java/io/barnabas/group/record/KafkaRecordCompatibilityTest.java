package io.barnabas.group.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.barnabas.codec.Bytes;
import io.barnabas.codec.Uuid;
import io.barnabas.coordinator.LogRecord;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRecord;
import org.apache.kafka.coordinator.group.GroupCoordinatorRecordSerde;
import org.apache.kafka.coordinator.group.generated.GroupMetadataKey;
import org.apache.kafka.coordinator.group.generated.GroupMetadataValue;
import org.apache.kafka.coordinator.group.generated.OffsetCommitKey;
import org.apache.kafka.coordinator.group.generated.OffsetCommitValue;
import org.junit.jupiter.api.Test;

class KafkaRecordCompatibilityTest {
  private static final Bytes SUBSCRIPTION = Bytes.ofCopy(new byte[] {1, 2, 3});
  private static final Bytes ASSIGNMENT = Bytes.ofCopy(new byte[] {4});

  private final GroupRecordSerde serde = new GroupRecordSerde();
  private final GroupCoordinatorRecordSerde kafka = new GroupCoordinatorRecordSerde();

  @Test
  void shouldWriteOffsetsThatKafkaReads() {
    CommittedOffset committed = new CommittedOffset(42, 7, "note", 1000, -1, new Uuid(3, 4));
    CoordinatorRecord read = readByKafka(new GroupRecord.OffsetCommitted("g", "t", 5, committed));

    assertEquals(new OffsetCommitKey().setGroup("g").setTopic("t").setPartition(5), read.key());
    assertEquals(4, read.value().version());
    assertEquals(
        new OffsetCommitValue()
            .setOffset(42)
            .setLeaderEpoch(7)
            .setMetadata("note")
            .setCommitTimestamp(1000)
            .setTopicId(new org.apache.kafka.common.Uuid(3, 4)),
        read.value().message());
  }

  @Test
  void shouldKeepAnExpiryOfItsOwnInVersionOne() {
    CommittedOffset committed = new CommittedOffset(42, -1, "", 1000, 2000, Uuid.ZERO);
    CoordinatorRecord read = readByKafka(new GroupRecord.OffsetCommitted("g", "t", 5, committed));

    assertEquals(1, read.value().version());
    assertEquals(
        new OffsetCommitValue().setOffset(42).setCommitTimestamp(1000).setExpireTimestamp(2000),
        read.value().message());
  }

  @Test
  void shouldWriteGroupsThatKafkaReads() {
    CoordinatorRecord read = readByKafka(new GroupRecord.GroupStored("g", group()));

    assertEquals(new GroupMetadataKey().setGroup("g"), read.key());
    assertEquals(3, read.value().version());
    assertEquals(kafkaGroup(), read.value().message());
  }

  @Test
  void shouldWriteTombstonesThatKafkaReads() {
    assertNull(readByKafka(new GroupRecord.GroupForgotten("g")).value());
    assertNull(readByKafka(new GroupRecord.OffsetForgotten("g", "t", 1)).value());
  }

  @Test
  void shouldWriteTheBytesKafkaWritesAndReadThemBack() {
    GroupRecord stored = new GroupRecord.GroupStored("g", group());
    LogRecord ours = serde.encode(stored, 0);
    CoordinatorRecord theirs =
        CoordinatorRecord.record(
            new GroupMetadataKey().setGroup("g"),
            new org.apache.kafka.server.common.ApiMessageAndVersion(kafkaGroup(), (short) 3));

    assertArrayEquals(kafka.serializeKey(theirs), ours.key());
    assertArrayEquals(kafka.serializeValue(theirs), ours.value());
    assertEquals(stored, serde.decode(ours));
  }

  @Test
  void shouldReadEveryVersionOfOffsets() {
    for (short version = 0; version <= 4; version++) {
      CoordinatorRecord theirs =
          CoordinatorRecord.record(
              new OffsetCommitKey().setGroup("g").setTopic("t").setPartition(5),
              new org.apache.kafka.server.common.ApiMessageAndVersion(
                  new OffsetCommitValue().setOffset(9).setMetadata("m").setCommitTimestamp(10),
                  version));
      LogRecord bytes = new LogRecord(kafka.serializeKey(theirs), kafka.serializeValue(theirs), 0);

      assertEquals(
          new GroupRecord.OffsetCommitted(
              "g", "t", 5, new CommittedOffset(9, -1, "m", 10, -1, Uuid.ZERO)),
          serde.decode(bytes));
    }
  }

  @Test
  void shouldPassOverRecordsOfOtherGroupKinds() {
    byte[] consumerGroupMetadataKey = {0, 3, 0, 1, 'g'};

    assertNull(serde.decode(new LogRecord(consumerGroupMetadataKey, new byte[] {0, 0}, 0)));
  }

  private static StoredGroup group() {
    return new StoredGroup(
        "consumer",
        3,
        "range",
        "m1",
        99,
        List.of(
            new StoredGroup.Member(
                "m1", "i1", "client", "/host", 300, 100, SUBSCRIPTION, ASSIGNMENT)));
  }

  private static GroupMetadataValue kafkaGroup() {
    return new GroupMetadataValue()
        .setProtocolType("consumer")
        .setGeneration(3)
        .setProtocol("range")
        .setLeader("m1")
        .setCurrentStateTimestamp(99)
        .setMembers(
            List.of(
                new GroupMetadataValue.MemberMetadata()
                    .setMemberId("m1")
                    .setGroupInstanceId("i1")
                    .setClientId("client")
                    .setClientHost("/host")
                    .setRebalanceTimeout(300)
                    .setSessionTimeout(100)
                    .setSubscription(SUBSCRIPTION.toByteArray())
                    .setAssignment(ASSIGNMENT.toByteArray())));
  }

  private CoordinatorRecord readByKafka(GroupRecord entry) {
    LogRecord bytes = serde.encode(entry, 0);
    byte[] value = bytes.value();
    return kafka.deserialize(
        ByteBuffer.wrap(bytes.key()), value == null ? null : ByteBuffer.wrap(value));
  }
}

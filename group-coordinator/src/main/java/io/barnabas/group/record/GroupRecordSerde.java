package io.barnabas.group.record;

import io.barnabas.codec.MalformedMessageException;
import io.barnabas.codec.MessageReader;
import io.barnabas.coordinator.CoordinatorLogException;
import io.barnabas.coordinator.LogRecord;
import io.barnabas.coordinator.RecordSerde;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Records of {@code __consumer_offsets} as bytes: a key that begins with the record's type, and a
 * value that begins with its version, in the versions Apache Kafka writes. Values of all versions
 * are read.
 */
public final class GroupRecordSerde implements RecordSerde<GroupRecord> {

  @Override
  public LogRecord encode(GroupRecord entry, long timestamp) {
    if (entry instanceof GroupRecord.OffsetCommitted that) {
      byte[] key = GroupViewKeys.offset(that.groupId(), that.topic(), that.partition());
      return new LogRecord(key, OffsetValues.write(that.committed()), timestamp);
    }
    if (entry instanceof GroupRecord.GroupStored that) {
      byte[] key = GroupViewKeys.group(that.groupId());
      return new LogRecord(key, GroupValues.write(that.group()), timestamp);
    }
    if (entry instanceof GroupRecord.OffsetForgotten that) {
      byte[] key = GroupViewKeys.offset(that.groupId(), that.topic(), that.partition());
      return new LogRecord(key, null, timestamp);
    }
    return new LogRecord(GroupViewKeys.group(entry.groupId()), null, timestamp);
  }

  @Override
  public @Nullable GroupRecord decode(LogRecord entry) {
    try {
      MessageReader key = reader(entry.key());
      byte[] value = entry.value();
      return switch (key.readInt16()) {
        case 0, GroupViewKeys.OFFSET_KEY_VERSION -> decodeOffset(key, value);
        case GroupViewKeys.GROUP_KEY_VERSION -> decodeGroup(key.readString(false), value);
        default -> null;
      };
    } catch (MalformedMessageException e) {
      throw new CoordinatorLogException("a record of the offsets topic is malformed", e);
    }
  }

  private static GroupRecord decodeOffset(MessageReader key, byte @Nullable [] value) {
    String groupId = key.readString(false);
    String topic = key.readString(false);
    int partition = key.readInt32();
    return value == null
        ? new GroupRecord.OffsetForgotten(groupId, topic, partition)
        : new GroupRecord.OffsetCommitted(groupId, topic, partition, readOffset(value));
  }

  private static GroupRecord decodeGroup(String groupId, byte @Nullable [] value) {
    return value == null
        ? new GroupRecord.GroupForgotten(groupId)
        : new GroupRecord.GroupStored(groupId, readGroup(value));
  }

  /** Reads a value of family {@link GroupViewKeys#OFFSETS}. */
  public static CommittedOffset readOffset(byte[] value) {
    return OffsetValues.read(reader(value));
  }

  /** Reads an entry of family {@link GroupViewKeys#OFFSETS}. */
  public static GroupRecord.OffsetCommitted readOffset(byte[] key, byte[] value) {
    MessageReader reader = reader(key);
    reader.readInt16();
    return new GroupRecord.OffsetCommitted(
        reader.readString(false), reader.readString(false), reader.readInt32(), readOffset(value));
  }

  /** Reads a key of family {@link GroupViewKeys#GROUPS}. */
  public static String readGroupId(byte[] key) {
    MessageReader reader = reader(key);
    reader.readInt16();
    return reader.readString(false);
  }

  /** Reads a value, other than the empty one, of family {@link GroupViewKeys#GROUPS}. */
  public static StoredGroup readGroup(byte[] value) {
    return GroupValues.read(reader(value));
  }

  private static MessageReader reader(byte[] bytes) {
    return new MessageReader(Unpooled.wrappedBuffer(bytes));
  }
}

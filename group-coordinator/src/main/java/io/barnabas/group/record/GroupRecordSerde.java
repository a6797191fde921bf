package io.barnabas.group.record;

import io.barnabas.codec.MalformedMessageException;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.UnsupportedVersionException;
import io.barnabas.codec.group.GroupMetadataKey;
import io.barnabas.codec.group.OffsetCommitKey;
import io.barnabas.coordinator.CoordinatorLogException;
import io.barnabas.coordinator.LogRecord;
import io.barnabas.coordinator.ProducerStamp;
import io.barnabas.coordinator.RecordSerde;
import io.barnabas.coordinator.VersionedBytes;
import io.netty.buffer.ByteBufUtil;
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
    if (entry instanceof GroupRecord.OffsetPending that) {
      LogRecord plain = encode(that.offset(), timestamp);
      ProducerStamp stamp = new ProducerStamp(that.producerId(), that.producerEpoch(), false);
      return new LogRecord(plain.key(), plain.value(), timestamp, stamp);
    }
    if (entry instanceof GroupRecord.TransactionEnded that) {
      return TransactionEnds.write(that, timestamp);
    }
    return new LogRecord(GroupViewKeys.group(entry.groupId()), null, timestamp);
  }

  /** Offsets, of which requests carry many, are measured without being encoded. */
  @Override
  public int sizeInBytes(GroupRecord entry) {
    if (entry instanceof GroupRecord.OffsetPending that) {
      return sizeInBytes(that.offset());
    }
    if (entry instanceof GroupRecord.OffsetCommitted that) {
      int keyBytes =
          GroupViewKeys.offsetKeyFixedBytes()
              + ByteBufUtil.utf8Bytes(that.groupId())
              + ByteBufUtil.utf8Bytes(that.topic());
      return LogRecord.sizeInBatch(keyBytes, OffsetValues.sizeInBytesMax(that.committed()));
    }
    return RecordSerde.super.sizeInBytes(entry);
  }

  @Override
  public @Nullable GroupRecord decode(LogRecord entry) {
    ProducerStamp stamp = entry.stamp();
    if (stamp != null && stamp.control()) {
      return TransactionEnds.read(entry, stamp);
    }
    GroupRecord decoded = decodePlain(entry);
    return stamp != null && decoded instanceof GroupRecord.OffsetCommitted offset
        ? new GroupRecord.OffsetPending(stamp.producerId(), stamp.producerEpoch(), offset)
        : decoded;
  }

  private static @Nullable GroupRecord decodePlain(LogRecord entry) {
    try {
      MessageReader key = VersionedBytes.reader(entry.key());
      byte[] value = entry.value();
      return switch (key.readInt16()) {
        case OffsetCommitKey.API_KEY -> decodeOffset(readOffsetKey(key), value);
        case GroupMetadataKey.API_KEY -> decodeGroup(readGroupKey(key).group(), value);
        default -> null;
      };
    } catch (MalformedMessageException | UnsupportedVersionException e) {
      throw new CoordinatorLogException("a record of the offsets topic cannot be read", e);
    }
  }

  @Override
  public @Nullable String notServed(LogRecord entry) {
    return switch (GroupKind.ofRecordType(VersionedBytes.reader(entry.key()).readInt16())) {
      case CONSUMER -> "consumer groups";
      case SHARE -> "share groups";
      case STREAMS -> "streams groups";
      case CLASSIC, UNKNOWN -> "groups of an unknown kind";
    };
  }

  private static OffsetCommitKey readOffsetKey(MessageReader reader) {
    return OffsetCommitKey.read(reader, OffsetCommitKey.HIGHEST_SUPPORTED_VERSION);
  }

  private static GroupMetadataKey readGroupKey(MessageReader reader) {
    return GroupMetadataKey.read(reader, GroupMetadataKey.HIGHEST_SUPPORTED_VERSION);
  }

  private static GroupRecord decodeOffset(OffsetCommitKey key, byte @Nullable [] value) {
    return value == null
        ? new GroupRecord.OffsetForgotten(key.group(), key.topic(), key.partition())
        : new GroupRecord.OffsetCommitted(
            key.group(), key.topic(), key.partition(), readOffset(value));
  }

  private static GroupRecord decodeGroup(String groupId, byte @Nullable [] value) {
    return value == null
        ? new GroupRecord.GroupForgotten(groupId)
        : new GroupRecord.GroupStored(groupId, readGroup(value));
  }

  /** Reads a value of family {@link GroupViewKeys#OFFSETS}. */
  public static CommittedOffset readOffset(byte[] value) {
    return OffsetValues.read(VersionedBytes.reader(value));
  }

  /** Reads an entry of family {@link GroupViewKeys#OFFSETS}. */
  public static GroupRecord.OffsetCommitted readOffset(byte[] key, byte[] value) {
    OffsetCommitKey read = readOffsetKey(key);
    return new GroupRecord.OffsetCommitted(
        read.group(), read.topic(), read.partition(), readOffset(value));
  }

  /** Receives the parts of an offset's key. */
  @FunctionalInterface
  public interface OffsetKeyVisitor {
    void visit(String groupId, String topic, int partition);
  }

  /** Reads a key of family {@link GroupViewKeys#OFFSETS}. */
  public static void readOffsetKey(byte[] key, OffsetKeyVisitor visitor) {
    OffsetCommitKey read = readOffsetKey(key);
    visitor.visit(read.group(), read.topic(), read.partition());
  }

  private static OffsetCommitKey readOffsetKey(byte[] key) {
    MessageReader reader = VersionedBytes.reader(key);
    reader.readInt16();
    return readOffsetKey(reader);
  }

  /** Reads the group id in a key of family {@link GroupViewKeys#OFFSETS}. */
  public static String readGroupIdOfOffset(byte[] key) {
    return readOffsetKey(key).group();
  }

  /** Reads a key of family {@link GroupViewKeys#GROUPS}. */
  public static String readGroupId(byte[] key) {
    MessageReader reader = VersionedBytes.reader(key);
    reader.readInt16();
    return readGroupKey(reader).group();
  }

  /** Reads a value of family {@link GroupViewKeys#GROUPS}. */
  public static StoredGroup readGroup(byte[] value) {
    return GroupValues.read(VersionedBytes.reader(value));
  }
}

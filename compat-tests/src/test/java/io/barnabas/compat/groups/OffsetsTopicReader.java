package io.barnabas.compat.groups;

import io.barnabas.compat.harness.BrokerProcess;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code __consumer_offsets} as monitors do that know its layout by heart, such as Burrow and
 * kminion: records one by one, without any of the broker's code.
 */
final class OffsetsTopicReader {

  /** An offset as it was committed; -1 where it has no such part. */
  record Offset(long offset, int leaderEpoch, String metadata, long committedAtMs) {}

  /** A member of a group and the raw bytes of its part of the assignment. */
  record Member(
      String id,
      @Nullable String instanceId,
      String clientId,
      String host,
      int rebalanceTimeoutMs,
      int sessionTimeoutMs,
      ByteBuffer assignment) {}

  /** A group as it was written last. */
  record Group(
      String protocolType,
      int generation,
      @Nullable String protocol,
      @Nullable String leader,
      List<Member> members) {}

  private final Map<String, Map<TopicPartition, Offset>> offsets = new TreeMap<>();
  private final Map<String, Group> groups = new TreeMap<>();

  /** Everything that is in the topic now. */
  static OffsetsTopicReader read(BrokerProcess broker) {
    OffsetsTopicReader reader = new OffsetsTopicReader();
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", broker.bootstrapServers());
    settings.put("isolation.level", "read_committed");
    settings.put("exclude.internal.topics", "false");
    try (KafkaConsumer<ByteBuffer, ByteBuffer> consumer =
        new KafkaConsumer<>(settings, new ByteBufferDeserializer(), new ByteBufferDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor("__consumer_offsets").stream()
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (!partitions.stream().allMatch(each -> consumer.position(each) >= ends.get(each))) {
        for (ConsumerRecord<ByteBuffer, ByteBuffer> each : consumer.poll(Duration.ofMillis(100))) {
          reader.take(each.key(), each.value());
        }
      }
    }
    return reader;
  }

  Map<TopicPartition, Offset> offsets(String group) {
    return offsets.getOrDefault(group, Map.of());
  }

  @Nullable Group group(String name) {
    return groups.get(name);
  }

  private void take(ByteBuffer key, @Nullable ByteBuffer value) {
    short version = key.getShort();
    if (version == 0 || version == 1) {
      String group = text(key);
      TopicPartition partition = new TopicPartition(text(key), key.getInt());
      Map<TopicPartition, Offset> ofGroup = offsets.computeIfAbsent(group, name -> new HashMap<>());
      if (value == null) {
        ofGroup.remove(partition);
      } else {
        ofGroup.put(partition, offset(value));
      }
    } else if (version == 2) {
      String group = text(key);
      if (value == null) {
        groups.remove(group);
      } else {
        groups.put(group, group(value));
      }
    }
    if (version <= 2 && (key.hasRemaining() || value != null && value.hasRemaining())) {
      throw new AssertionError("bytes are left of a record with a key of version " + version);
    }
  }

  private static Offset offset(ByteBuffer value) {
    short version = value.getShort();
    long offset = value.getLong();
    int leaderEpoch = version == 3 || version == 4 ? value.getInt() : -1;
    String metadata = version >= 4 ? compactText(value) : text(value);
    long committedAtMs = value.getLong();
    switch (version) {
      case 0, 3 -> {}
      case 1 -> value.getLong(); // When it expires.
      case 4 -> skipTags(value);
      default -> throw new AssertionError("an offset of version " + version);
    }
    return new Offset(offset, leaderEpoch, metadata, committedAtMs);
  }

  private static Group group(ByteBuffer value) {
    short version = value.getShort();
    if (version < 0 || version > 3) {
      throw new AssertionError("a group of version " + version);
    }
    String protocolType = text(value);
    int generation = value.getInt();
    String protocol = text(value);
    String leader = text(value);
    if (version >= 2) {
      value.getLong(); // Since when it is in its state.
    }
    List<Member> members = new ArrayList<>();
    for (int left = value.getInt(); left > 0; left--) {
      String id = text(value);
      String instanceId = version >= 3 ? text(value) : null;
      String clientId = text(value);
      String host = text(value);
      int rebalanceTimeoutMs = version >= 1 ? value.getInt() : -1;
      int sessionTimeoutMs = value.getInt();
      bytes(value); // What it subscribes to.
      members.add(
          new Member(
              id, instanceId, clientId, host, rebalanceTimeoutMs, sessionTimeoutMs, bytes(value)));
    }
    return new Group(protocolType, generation, protocol, leader, members);
  }

  private static ByteBuffer bytes(ByteBuffer from) {
    int length = from.getInt();
    ByteBuffer bytes = from.slice(from.position(), length);
    from.position(from.position() + length);
    return bytes;
  }

  private static @Nullable String text(ByteBuffer from) {
    return text(from, from.getShort());
  }

  private static @Nullable String compactText(ByteBuffer from) {
    return text(from, varint(from) - 1);
  }

  private static @Nullable String text(ByteBuffer from, int length) {
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    from.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void skipTags(ByteBuffer from) {
    for (int left = varint(from); left > 0; left--) {
      varint(from);
      int length = varint(from);
      from.position(from.position() + length);
    }
  }

  private static int varint(ByteBuffer from) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = from.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}

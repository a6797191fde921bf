package io.barnabas.compat.differential;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/**
 * What one broker has named by itself, under names that both brokers share. Names that were never
 * learnt have values that no broker knows.
 */
final class World {
  private final Map<String, Uuid> topicIds = new HashMap<>();
  private final Map<String, String> memberIds = new HashMap<>();
  private final Map<String, Integer> generations = new HashMap<>();
  private final Map<String, Long> producerIds = new HashMap<>();
  private final Map<String, String> spoken = new HashMap<>();
  private final List<String> logDirectories;
  private String clusterId = "";

  /** Nothing is known but the log directories it was started with. */
  World(List<String> logDirectories) {
    this.logDirectories = logDirectories;
  }

  String logDirectory(int index) {
    return logDirectories.get(index);
  }

  void clusterId(String id) {
    clusterId = id;
  }

  String clusterId() {
    return clusterId;
  }

  void topicId(String topic, Uuid id) {
    if (!id.equals(Uuid.ZERO_UUID)) {
      topicIds.put(topic, id);
      spoken.put(id.toString(), "<id of " + topic + ">");
    }
  }

  Uuid topicId(String topic) {
    return topicIds.getOrDefault(topic, new Uuid(0x1234_5678L, topic.hashCode()));
  }

  void memberId(String slot, String id) {
    if (!id.isEmpty()) {
      memberIds.put(slot, id);
      spoken.put(id, "<member " + slot + ">");
    }
  }

  String memberId(String slot) {
    return memberIds.getOrDefault(slot, "");
  }

  /** The member has left; its id keeps its shared name. */
  void forgetMember(String slot) {
    memberIds.remove(slot);
  }

  void generation(String slot, int generation) {
    generations.put(slot, generation);
  }

  int generation(String slot) {
    return generations.getOrDefault(slot, -1);
  }

  void producerId(String slot, long id) {
    producerIds.put(slot, id);
  }

  long producerId(String slot) {
    return producerIds.getOrDefault(slot, 777_000_000L + Math.floorMod(slot.hashCode(), 1_000_000));
  }

  /** A value of this broker in words that both share. */
  String inSharedWords(String value) {
    return spoken.getOrDefault(value, value);
  }
}

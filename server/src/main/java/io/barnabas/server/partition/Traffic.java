package io.barnabas.server.partition;

import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The traffic of all topics, and of each that has had any. Any thread. */
public final class Traffic {
  private final TopicTraffic all = new TopicTraffic(null);
  private final Map<String, TopicTraffic> topics = new ConcurrentHashMap<>();

  /** Of all topics, deleted ones included. */
  public TopicTraffic all() {
    return all;
  }

  /** Of each topic there is that was asked for something. */
  public Map<String, TopicTraffic> topics() {
    return Collections.unmodifiableMap(topics);
  }

  TopicTraffic of(String topic) {
    return topics.computeIfAbsent(topic, name -> new TopicTraffic(all));
  }

  void forget(String topic) {
    topics.remove(topic);
  }

  /** Forgets this traffic of a topic, and no other's of the same name. */
  void forget(String topic, TopicTraffic traffic) {
    topics.remove(topic, traffic);
  }
}

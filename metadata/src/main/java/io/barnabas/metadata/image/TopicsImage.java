package io.barnabas.metadata.image;

import io.barnabas.codec.Uuid;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All topics, by id (their identity) and by name. A new image shares all but a few small nodes with
 * the one before it.
 */
public final class TopicsImage {
  public static final TopicsImage EMPTY =
      new TopicsImage(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

  private final PersistentMap<Uuid, TopicImage> byId;
  private final PersistentMap<String, TopicImage> byName;

  /** Names by their form with every dot as an underscore, which is how metric names clash. */
  private final PersistentMap<String, String> byMetricName;

  private TopicsImage(
      PersistentMap<Uuid, TopicImage> byId,
      PersistentMap<String, TopicImage> byName,
      PersistentMap<String, String> byMetricName) {
    this.byId = byId;
    this.byName = byName;
    this.byMetricName = byMetricName;
  }

  public @Nullable TopicImage topic(Uuid id) {
    return byId.get(id);
  }

  public @Nullable TopicImage topic(String name) {
    return byName.get(name);
  }

  public int size() {
    return byId.size();
  }

  /** Visits every topic, in no particular order. */
  public void forEach(Consumer<TopicImage> visitor) {
    byId.forEach((id, topic) -> visitor.accept(topic));
  }

  /**
   * The existing topic whose name differs from this one only in dots against underscores, or null:
   * the two would share one metric name.
   */
  public @Nullable String collidingName(String name) {
    return hasCollisionCharacter(name) ? byMetricName.get(metricName(name)) : null;
  }

  TopicsImage with(TopicImage topic) {
    String name = topic.name();
    return new TopicsImage(
        byId.with(topic.id(), topic),
        byName.with(name, topic),
        hasCollisionCharacter(name) ? byMetricName.with(metricName(name), name) : byMetricName);
  }

  TopicsImage without(TopicImage topic) {
    String name = topic.name();
    return new TopicsImage(
        byId.without(topic.id()),
        byName.without(name),
        hasCollisionCharacter(name) ? byMetricName.without(metricName(name)) : byMetricName);
  }

  private static boolean hasCollisionCharacter(String name) {
    return name.indexOf('.') >= 0 || name.indexOf('_') >= 0;
  }

  private static String metricName(String name) {
    return name.replace('.', '_');
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TopicsImage && ((TopicsImage) other).byId.equals(byId);
  }

  @Override
  public int hashCode() {
    return byId.hashCode();
  }
}

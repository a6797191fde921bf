package io.barnabas.metadata.controller;

import io.barnabas.codec.Uuid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Deletes topics with all their partitions and configs. */
public record DeleteTopics(List<TopicReference> topics)
    implements ControllerCommand<DeleteTopics.Reply> {
  public DeleteTopics {
    topics = List.copyOf(topics);
  }

  /**
   * A topic by id or by name.
   *
   * @param name the name, null to go by the id
   * @param id the id; {@link Uuid#ZERO} to go by the name
   */
  public record TopicReference(@Nullable String name, Uuid id) {
    public static TopicReference byName(String name) {
      return new TopicReference(name, Uuid.ZERO);
    }

    public static TopicReference byId(Uuid id) {
      return new TopicReference(null, id);
    }
  }

  /** One result for each reference, in the order of the request. */
  public record Reply(List<Result> results) {
    public Reply {
      results = List.copyOf(results);
    }
  }

  /**
   * How one topic fared.
   *
   * @param name the name as far as it is known
   * @param id the id as far as it is known, otherwise zero
   * @param refusal null if the topic was deleted
   */
  public record Result(@Nullable String name, Uuid id, @Nullable Refusal refusal) {}
}

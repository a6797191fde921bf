package io.barnabas.metadata.controller;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.RemoveTopicRecord;
import io.barnabas.metadata.controller.DeleteTopics.Reply;
import io.barnabas.metadata.controller.DeleteTopics.Result;
import io.barnabas.metadata.controller.DeleteTopics.TopicReference;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.metadata.image.TopicsImage;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides {@link DeleteTopics}. */
final class DeleteTopicsRules implements CommandRules<DeleteTopics, Reply> {

  @Override
  public Decision<Reply> decide(DeleteTopics command, Situation situation) {
    Map<Uuid, Integer> mentions = mentions(command, situation.image().topics());
    List<Result> results = new ArrayList<>();
    List<MetadataRecord> records = new ArrayList<>();
    for (TopicReference reference : command.topics()) {
      TopicImage topic = find(reference, situation.image().topics());
      Refusal refusal = refusal(reference, topic, mentions);
      results.add(
          new Result(
              topic == null ? reference.name() : topic.name(),
              topic == null ? reference.id() : topic.id(),
              refusal));
      if (refusal == null && topic != null) {
        records.add(situation.record(RemoveTopicRecord.builder().topicId(topic.id()).build()));
      }
    }
    return new Decision<>(records, new Reply(results));
  }

  private static @Nullable Refusal refusal(
      TopicReference reference, @Nullable TopicImage topic, Map<Uuid, Integer> mentions) {
    boolean byId = !reference.id().equals(Uuid.ZERO);
    if (byId && reference.name() != null) {
      return invalid("You may not specify both topic name and topic id.");
    }
    if (!byId && reference.name() == null) {
      return invalid("Neither topic name nor id were specified.");
    }
    if (topic == null) {
      return byId
          ? new Refusal(MetadataFault.UNKNOWN_TOPIC_ID, "This server does not host this topic ID.")
          : new Refusal(
              MetadataFault.UNKNOWN_TOPIC, "This server does not host this topic-partition.");
    }
    return mentions.getOrDefault(topic.id(), 0) > 1
        ? invalid(byId ? "Duplicate topic id." : "Duplicate topic name.")
        : null;
  }

  /** How often each topic is mentioned, by name or by id. */
  private static Map<Uuid, Integer> mentions(DeleteTopics command, TopicsImage topics) {
    Map<Uuid, Integer> mentions = new HashMap<>();
    for (TopicReference reference : command.topics()) {
      TopicImage topic = find(reference, topics);
      if (topic != null) {
        mentions.merge(topic.id(), 1, Integer::sum);
      }
    }
    return mentions;
  }

  private static @Nullable TopicImage find(TopicReference reference, TopicsImage topics) {
    String name = reference.name();
    return name == null ? topics.topic(reference.id()) : topics.topic(name);
  }

  private static Refusal invalid(String message) {
    return new Refusal(MetadataFault.INVALID_REQUEST, message);
  }
}

package io.barnabas.metadata.controller;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.ConfigRecord;
import io.barnabas.codec.metadata.TopicRecord;
import io.barnabas.metadata.config.TopicConfigs;
import io.barnabas.metadata.controller.CreateTopics.Created;
import io.barnabas.metadata.controller.CreateTopics.NewTopic;
import io.barnabas.metadata.controller.CreateTopics.Refused;
import io.barnabas.metadata.controller.CreateTopics.Reply;
import io.barnabas.metadata.controller.CreateTopics.Result;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decides {@link CreateTopics}. */
final class CreateTopicsRules implements CommandRules<CreateTopics, Reply> {
  private final TopicConfigs configs;
  private final TopicPlacement placement;

  CreateTopicsRules(ControllerSettings settings, TopicConfigs configs) {
    this.configs = configs;
    this.placement = new TopicPlacement(settings);
  }

  @Override
  public Decision<Reply> decide(CreateTopics command, Situation situation) {
    Work work = new Work(command.validateOnly(), situation);
    Set<String> duplicates = Duplicates.of(command.topics(), NewTopic::name);
    Map<String, Result> results = new LinkedHashMap<>();
    for (NewTopic topic : command.topics()) {
      results.put(
          topic.name(),
          duplicates.contains(topic.name())
              ? refused(topic, MetadataFault.INVALID_REQUEST, "Duplicate topic name.")
              : work.create(topic));
    }
    return new Decision<>(work.records, new Reply(List.copyOf(results.values())));
  }

  private static Refused refused(NewTopic topic, MetadataFault fault, String message) {
    return new Refused(topic.name(), new Refusal(fault, message));
  }

  /** What one command has come to so far. */
  private final class Work {
    private final boolean validateOnly;
    private final Situation situation;
    private final List<MetadataRecord> records = new ArrayList<>();
    private final Map<String, String> newNames = new HashMap<>();
    private int partitionCount;

    Work(boolean validateOnly, Situation situation) {
      this.validateOnly = validateOnly;
      this.situation = situation;
    }

    Result create(NewTopic topic) {
      Refusal refusal = TopicNames.refusal(topic.name());
      if (refusal == null) {
        refusal = refusalForExisting(topic.name());
      }
      if (refusal == null) {
        refusal = refusalForConfigs(topic);
      }
      if (refusal != null) {
        return new Refused(topic.name(), refusal);
      }
      PlacementResult placed = placement.place(topic, situation);
      return placed instanceof PlacementResult.Placed good
          ? create(topic, good.assignments())
          : new Refused(topic.name(), ((PlacementResult.Impossible) placed).refusal());
    }

    private @Nullable Refusal refusalForExisting(String name) {
      if (situation.image().topics().topic(name) != null) {
        return new Refusal(
            MetadataFault.TOPIC_ALREADY_EXISTS, "Topic '" + name + "' already exists.");
      }
      String colliding = situation.image().topics().collidingName(name);
      if (colliding == null) {
        colliding = newNames.get(name.replace('.', '_'));
      }
      return colliding == null
          ? null
          : new Refusal(
              MetadataFault.INVALID_TOPIC,
              "Topic '" + name + "' collides with existing topic: " + colliding);
    }

    private @Nullable Refusal refusalForConfigs(NewTopic topic) {
      for (CreateTopics.ConfigValue config : topic.configs()) {
        if (config.value() == null) {
          return new Refusal(
              MetadataFault.INVALID_CONFIG,
              "Null value not supported for topic configs: " + config.name());
        }
      }
      String complaint = configs.complaint(configsOf(topic), situation.image().configs());
      return complaint == null ? null : new Refusal(MetadataFault.INVALID_CONFIG, complaint);
    }

    private Result create(NewTopic topic, List<List<Integer>> assignments) {
      if (partitionCount + assignments.size() > NewPartitions.LARGEST_COUNT) {
        return refused(
            topic,
            MetadataFault.POLICY_VIOLATION,
            "Excessively large number of partitions per request.");
      }
      partitionCount += assignments.size();
      newNames.put(topic.name().replace('.', '_'), topic.name());
      Map<String, String> topicConfigs = configsOf(topic);
      Uuid id = validateOnly ? Uuid.ZERO : TopicIds.next(situation);
      if (!validateOnly) {
        write(topic.name(), id, topicConfigs, assignments);
      }
      return new Created(
          topic.name(),
          id,
          assignments.size(),
          assignments.get(0).size(),
          configs.resolve(topicConfigs, situation.image().configs()).all());
    }

    private void write(
        String name, Uuid id, Map<String, String> topicConfigs, List<List<Integer>> assignments) {
      records.add(situation.record(TopicRecord.builder().name(name).topicId(id).build()));
      topicConfigs.forEach(
          (key, value) ->
              records.add(
                  situation.record(
                      ConfigRecord.builder()
                          .resourceType(ConfigResource.Type.TOPIC.id())
                          .resourceName(name)
                          .name(key)
                          .value(value)
                          .build())));
      records.addAll(NewPartitions.records(id, 0, assignments, situation));
    }

    private Map<String, String> configsOf(NewTopic topic) {
      Map<String, String> values = new TreeMap<>();
      for (CreateTopics.ConfigValue config : topic.configs()) {
        if (config.value() != null) {
          values.put(config.name(), config.value());
        }
      }
      return values;
    }
  }
}

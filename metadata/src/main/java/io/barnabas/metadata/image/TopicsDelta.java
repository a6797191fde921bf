package io.barnabas.metadata.image;

import io.barnabas.codec.Message;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.ClearElrRecord;
import io.barnabas.codec.metadata.PartitionChangeRecord;
import io.barnabas.codec.metadata.PartitionRecord;
import io.barnabas.codec.metadata.RemoveTopicRecord;
import io.barnabas.codec.metadata.TopicRecord;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes of topics and partitions, on their way into an image. */
public final class TopicsDelta {
  private final TopicsImage base;
  private final Map<Uuid, TopicDraft> drafts = new LinkedHashMap<>();
  private final Map<String, TopicDraft> newNames = new HashMap<>();
  private final Map<Uuid, TopicImage> deleted = new LinkedHashMap<>();
  private List<TopicImage> changed = List.of();

  TopicsDelta(TopicsImage base) {
    this.base = base;
  }

  /**
   * Topics that are new or have new or changed partitions, as they are now; complete once the image
   * has been made.
   */
  public Collection<TopicImage> changed() {
    return changed;
  }

  /** Topics of the base image that are gone, as they were. */
  public Collection<TopicImage> deleted() {
    return Collections.unmodifiableCollection(deleted.values());
  }

  boolean replay(Message record) {
    if (record instanceof TopicRecord topic) {
      create(topic);
    } else if (record instanceof PartitionRecord partition) {
      draft(partition.topicId(), partition.partitionId()).put(Partitions.image(partition));
    } else if (record instanceof PartitionChangeRecord change) {
      draft(change.topicId(), change.partitionId()).change(change);
    } else if (record instanceof ClearElrRecord clear) {
      clearEligibleLeaders(clear.topicName());
    } else {
      return false;
    }
    return true;
  }

  /** Removes a topic and tells its name. */
  String remove(RemoveTopicRecord record) {
    Uuid id = record.topicId();
    TopicDraft draft = drafts.remove(id);
    TopicImage existing = base.topic(id);
    if (draft != null) {
      newNames.remove(draft.name());
    }
    if (existing != null && deleted.putIfAbsent(id, existing) == null) {
      return existing.name();
    }
    if (draft == null) {
      throw new InvalidMetadataRecordException("Topic " + id + " is removed but does not exist");
    }
    return draft.name();
  }

  TopicsImage apply() {
    TopicsImage result = base;
    for (TopicImage topic : deleted.values()) {
      result = result.without(topic);
    }
    changed = drafts.values().stream().map(TopicDraft::image).toList();
    for (TopicImage topic : changed) {
      result = result.with(topic);
    }
    return result;
  }

  private void create(TopicRecord record) {
    if (exists(record.topicId()) || nameIsTaken(record.name())) {
      throw new InvalidMetadataRecordException(
          "Topic " + record.name() + " with id " + record.topicId() + " is created twice");
    }
    TopicDraft draft = new TopicDraft(record.name(), record.topicId(), List.of());
    drafts.put(record.topicId(), draft);
    newNames.put(record.name(), draft);
  }

  private TopicDraft draft(Uuid id, int partition) {
    TopicDraft draft = drafts.get(id);
    if (draft == null) {
      TopicImage topic = deleted.containsKey(id) ? null : base.topic(id);
      if (topic == null) {
        throw new InvalidMetadataRecordException(
            "Partition " + partition + " belongs to unknown topic " + id);
      }
      draft = new TopicDraft(topic.name(), id, topic.partitions());
      drafts.put(id, draft);
    }
    return draft;
  }

  /** Of one topic, or of all where the name is empty. */
  private void clearEligibleLeaders(String name) {
    if (name.isEmpty()) {
      base.forEach(topic -> clearEligibleLeaders(topic.id()));
      drafts.values().forEach(TopicDraft::clearEligibleLeaders);
      return;
    }
    TopicDraft created = newNames.get(name);
    TopicImage existing = base.topic(name);
    if (created != null) {
      created.clearEligibleLeaders();
    } else if (existing != null) {
      clearEligibleLeaders(existing.id());
    } else {
      throw new InvalidMetadataRecordException(
          "Eligible leaders of topic " + name + " are cleared but it does not exist");
    }
  }

  /** Most topics have none to clear; they are not drafted for that. */
  private void clearEligibleLeaders(Uuid id) {
    TopicImage topic = base.topic(id);
    TopicDraft draft = drafts.get(id);
    if (draft != null) {
      draft.clearEligibleLeaders();
    } else if (topic != null
        && !deleted.containsKey(id)
        && topic.partitions().stream().anyMatch(each -> each != each.withoutEligibleLeaders())) {
      TopicDraft cleared = new TopicDraft(topic.name(), id, topic.partitions());
      cleared.clearEligibleLeaders();
      drafts.put(id, cleared);
    }
  }

  private boolean exists(Uuid id) {
    return drafts.containsKey(id) || base.topic(id) != null;
  }

  private boolean nameIsTaken(String name) {
    @Nullable TopicImage existing = base.topic(name);
    return newNames.containsKey(name) || existing != null && !deleted.containsKey(existing.id());
  }
}

package io.barnabas.server.describe;

import io.barnabas.group.record.GroupCensus;
import io.barnabas.group.record.GroupKind;
import io.barnabas.metadata.controller.StoredMetadata;
import io.barnabas.metadata.image.FeaturesImage;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.server.binding.MetadataPartition;
import io.barnabas.storage.log.StoredDirectory;
import io.barnabas.storage.log.StoredDirectory.StoredLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What in a report calls for attention, in whole sentences. */
final class ReportNotes {
  private final DirectoryReport report;
  private final List<String> notes = new ArrayList<>();

  ReportNotes(DirectoryReport report) {
    this.report = report;
  }

  List<String> all() {
    notes.addAll(report.unreadable());
    noteIdentities();
    noteDamage();
    noteTopics();
    noteGroups();
    noteFeatures();
    return notes;
  }

  private void noteIdentities() {
    Set<String> identities =
        report.directories().stream()
            .filter(each -> each.nodeId() != null)
            .map(each -> "node " + each.nodeId() + " of cluster " + each.clusterId())
            .collect(Collectors.toCollection(TreeSet::new));
    if (identities.size() > 1) {
      notes.add(
          "The directories belong to different nodes: " + String.join(", ", identities) + ".");
    }
  }

  private void noteDamage() {
    for (StoredDirectory directory : report.directories()) {
      for (StoredLog log : directory.logs()) {
        if (log.damage() != null) {
          notes.add(log.directory() + " is " + log.damage() + ".");
        }
      }
    }
  }

  /** Logs without a topic, which a start sets aside, and partitions without a log. */
  private void noteTopics() {
    StoredMetadata metadata = report.metadata();
    if (metadata == null) {
      return;
    }
    Set<String> stored = new HashSet<>();
    for (StoredDirectory directory : report.directories()) {
      for (StoredLog log : directory.logs()) {
        TopicImage topic = metadata.image().topics().topic(log.topic());
        boolean claimed =
            topic != null
                && topic.partition(log.partition()) != null
                && (log.topicId() == null || Objects.equals(topic.id(), log.topicId()));
        if (!claimed && !log.topic().equals(MetadataPartition.ID.topic())) {
          notes.add(log.directory() + " belongs to no topic; a start sets it aside.");
        }
        stored.add(log.topic() + "-" + log.partition());
      }
    }
    TreeMap<String, Integer> absent = new TreeMap<>();
    metadata
        .image()
        .topics()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        partition -> {
                          if (!stored.contains(topic.name() + "-" + partition.partition())) {
                            absent.merge(topic.name(), 1, Integer::sum);
                          }
                        }));
    absent.forEach(
        (topic, count) ->
            notes.add("Topic " + topic + " has " + count + " partitions without a log."));
  }

  private void noteGroups() {
    Map<GroupKind, Integer> notServed = new TreeMap<>();
    for (GroupCensus.Group group : report.groups().values()) {
      if (group.kind() != GroupKind.CLASSIC) {
        notServed.merge(group.kind(), 1, Integer::sum);
      }
    }
    notServed.forEach(
        (kind, count) ->
            notes.add(
                "Groups of kind "
                    + ReportPrinter.text(kind)
                    + " ("
                    + count
                    + ") are not served by this version; their records and offsets are kept."));
  }

  private void noteFeatures() {
    StoredMetadata metadata = report.metadata();
    if (metadata == null) {
      return;
    }
    Set<String> carried = new TreeSet<>(metadata.image().features().finalizedLevels().keySet());
    carried.removeAll(FeaturesImage.SERVED);
    if (!carried.isEmpty()) {
      notes.add(
          "Features that this version keeps and does not serve yet: "
              + String.join(", ", carried)
              + ".");
    }
  }
}

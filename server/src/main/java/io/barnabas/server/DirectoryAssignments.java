package io.barnabas.server;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.controller.AssignDirectories.Assignment;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.MetadataPublisher;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.storage.log.LogStore;
import io.barnabas.storage.log.LogStore.DirectoryView;
import io.barnabas.storage.log.PartitionId;
import io.barnabas.storage.log.PartitionLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Notices replicas that lie elsewhere than the metadata says, or of which it does not say anything:
 * new ones, where there was a choice of directories, and those that were moved while no broker ran.
 * Joins after the partitions, which have the logs then.
 */
final class DirectoryAssignments implements MetadataPublisher {
  private final int brokerId;
  private final LogStore logs;
  private final Map<Path, Uuid> ids;
  private final Consumer<List<Assignment>> report;

  DirectoryAssignments(int brokerId, LogStore logs, Consumer<List<Assignment>> report) {
    this.brokerId = brokerId;
    this.logs = logs;
    this.ids =
        logs.directories().stream()
            .collect(Collectors.toMap(DirectoryView::path, DirectoryView::directoryId));
    this.report = report;
  }

  /** A log was moved while it was used. */
  void onMoved(PartitionId id, Uuid directoryId) {
    report.accept(List.of(new Assignment(id.topicId(), id.partition(), directoryId)));
  }

  @Override
  public void onMetadata(MetadataDelta delta, MetadataImage image) {
    List<Assignment> found = new ArrayList<>();
    for (TopicImage topic : delta.topics().changed()) {
      for (PartitionImage partition : topic.partitions()) {
        PartitionLog log =
            partition.replicas().contains(brokerId)
                ? logs.get(topic.id(), partition.partition())
                : null;
        Uuid directory = log == null ? null : ids.get(log.logDirectory());
        if (directory != null && !directory.equals(partition.directoryOf(brokerId))) {
          found.add(new Assignment(topic.id(), partition.partition(), directory));
        }
      }
    }
    if (!found.isEmpty()) {
      report.accept(found);
    }
  }
}

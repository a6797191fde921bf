package io.barnabas.metadata.controller;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.controller.AssignDirectories.Assignment;
import io.barnabas.metadata.image.DirectoryIds;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides {@link AssignDirectories}. Partitions that are gone meanwhile are passed over; one in a
 * directory that is not online loses its leader at once.
 */
final class AssignDirectoriesRules implements CommandRules<AssignDirectories, BrokerReply> {
  private final Elections elections;

  AssignDirectoriesRules(Elections elections) {
    this.elections = elections;
  }

  @Override
  public Decision<BrokerReply> decide(AssignDirectories command, Situation situation) {
    Refusal refusal = refusal(command, situation);
    if (refusal != null) {
      return Decision.none(new BrokerReply(refusal));
    }
    List<MetadataRecord> records = new ArrayList<>();
    for (Assignment assignment : command.assignments()) {
      TopicImage topic = situation.image().topics().topic(assignment.topicId());
      PartitionImage partition = topic == null ? null : topic.partition(assignment.partition());
      if (topic != null && partition != null) {
        List<Uuid> directories = directories(partition, command.brokerId(), assignment);
        if (!directories.equals(partition.directories())) {
          records.add(elections.withDirectories(topic, partition, directories, situation));
        }
      }
    }
    return Decision.inParts(records, new BrokerReply(null));
  }

  private static @Nullable Refusal refusal(AssignDirectories command, Situation situation) {
    boolean named =
        command.assignments().stream().noneMatch(each -> DirectoryIds.isReserved(each.directory()));
    return named
        ? BrokerEpochs.refusal(command.brokerId(), command.brokerEpoch(), situation.image())
        : new Refusal(MetadataFault.INVALID_REQUEST, "Reserved directory ID in request");
  }

  private static List<Uuid> directories(
      PartitionImage partition, int brokerId, Assignment assignment) {
    List<Uuid> directories = new ArrayList<>(partition.directories());
    int index = partition.replicas().indexOf(brokerId);
    if (index >= 0) {
      directories.set(index, assignment.directory());
    }
    return directories;
  }
}

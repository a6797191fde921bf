package io.barnabas.server.binding;

import io.barnabas.group.GroupCoordinator;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.MetadataPublisher;
import io.barnabas.metadata.image.TopicImage;
import java.util.List;

/**
 * Tells the group coordinator which topics are gone, and with them what was committed for them. On
 * the metadata publisher's thread.
 */
public final class DeletedTopics implements MetadataPublisher {
  private final GroupCoordinator groups;

  public DeletedTopics(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public void onMetadata(MetadataDelta delta, MetadataImage image) {
    List<String> deleted = delta.topics().deleted().stream().map(TopicImage::name).toList();
    if (!deleted.isEmpty()) {
      groups.onTopicsDeleted(deleted);
    }
  }
}

package io.barnabas.server.partition;

import io.barnabas.codec.Uuid;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The partitions of one topic that this broker holds, by index. Immutable. */
final class HostedTopic {
  private final Uuid id;
  private final String name;
  private final @Nullable Partition[] partitions;

  HostedTopic(Uuid id, String name) {
    this(id, name, new Partition[0]);
  }

  private HostedTopic(Uuid id, String name, @Nullable Partition[] partitions) {
    this.id = id;
    this.name = name;
    this.partitions = partitions;
  }

  Uuid id() {
    return id;
  }

  String name() {
    return name;
  }

  @Nullable Partition partition(int index) {
    return index >= 0 && index < partitions.length ? partitions[index] : null;
  }

  List<Partition> partitions() {
    return Arrays.stream(partitions).filter(Objects::nonNull).toList();
  }

  HostedTopic with(List<Partition> added) {
    int length = partitions.length;
    for (Partition partition : added) {
      length = Math.max(length, partition.id().partition() + 1);
    }
    @Nullable Partition[] more = Arrays.copyOf(partitions, length);
    for (Partition partition : added) {
      more[partition.id().partition()] = partition;
    }
    return new HostedTopic(id, name, more);
  }

  HostedTopic without(int index) {
    @Nullable Partition[] fewer = partitions.clone();
    fewer[index] = null;
    return new HostedTopic(id, name, fewer);
  }
}

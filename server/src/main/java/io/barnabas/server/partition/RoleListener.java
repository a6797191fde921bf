package io.barnabas.server.partition;

import io.barnabas.storage.log.PartitionId;

/** Told of the roles this broker takes, in order, on the metadata publisher's thread. */
@FunctionalInterface
public interface RoleListener {
  /** The partition has taken this role; must not block. */
  void onRole(PartitionId id, PartitionRole role);
}

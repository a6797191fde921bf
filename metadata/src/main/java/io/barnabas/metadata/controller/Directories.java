package io.barnabas.metadata.controller;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.image.BrokerRegistration;
import io.barnabas.metadata.image.DirectoryIds;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which log directories of a broker new replicas go to. */
final class Directories {
  private Directories() {}

  /** Whether at least one directory accepts new replicas. */
  static boolean takesReplicas(BrokerRegistration broker) {
    return broker.cordonedDirectories() == null || !open(broker).isEmpty();
  }

  /** Where a new replica goes: known if there is no choice, otherwise the broker decides. */
  static Uuid forNewReplica(@Nullable BrokerRegistration broker) {
    if (broker == null) {
      return DirectoryIds.UNASSIGNED;
    }
    List<Uuid> open = open(broker);
    return open.size() == 1 ? open.get(0) : DirectoryIds.UNASSIGNED;
  }

  private static List<Uuid> open(BrokerRegistration broker) {
    List<Uuid> open = new ArrayList<>(broker.directories());
    if (broker.cordonedDirectories() != null) {
      open.removeAll(broker.cordonedDirectories());
    }
    return open;
  }
}

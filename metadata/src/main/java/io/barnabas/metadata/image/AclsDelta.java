package io.barnabas.metadata.image;

import io.barnabas.codec.Message;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.AccessControlEntryRecord;
import io.barnabas.codec.metadata.RemoveAccessControlEntryRecord;
import java.util.Set;

/** Changes of ACL bindings, on their way into an image. */
public final class AclsDelta {
  private final AclsImage base;
  private final MapDelta<Uuid, AccessControlEntry> entries;

  AclsDelta(AclsImage base) {
    this.base = base;
    this.entries = new MapDelta<>(base.entries());
  }

  /** The ids of the entries that were added or removed. */
  public Set<Uuid> changed() {
    return entries.changed();
  }

  boolean replay(Message record) {
    if (record instanceof AccessControlEntryRecord added) {
      entries.put(added.id(), AccessControlEntry.of(added));
    } else if (record instanceof RemoveAccessControlEntryRecord removed) {
      remove(removed.id());
    } else {
      return false;
    }
    return true;
  }

  AclsImage apply() {
    return changed().isEmpty() ? base : new AclsImage(entries.apply());
  }

  private void remove(Uuid id) {
    if (entries.get(id) == null) {
      throw new InvalidMetadataRecordException("ACL " + id + " is removed but does not exist");
    }
    entries.remove(id);
  }
}

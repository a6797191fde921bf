package io.barnabas.metadata.image;

import io.barnabas.codec.Message;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.AccessControlEntryRecord;
import io.barnabas.codec.metadata.RemoveAccessControlEntryRecord;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Changes of ACL bindings, on their way into an image. */
public final class AclsDelta {
  private final AclsImage base;
  private final MapDelta<Uuid, AccessControlEntry> entries;
  private final MapDelta<AccessControlEntry, Uuid> ids;

  AclsDelta(AclsImage base) {
    this.base = base;
    this.entries = new MapDelta<>(base.entries());
    this.ids = new MapDelta<>(base.ids());
  }

  /** The ids of the entries that were added or removed. */
  public Set<Uuid> changed() {
    return entries.changed();
  }

  boolean replay(Message record) {
    if (record instanceof AccessControlEntryRecord added) {
      AccessControlEntry entry = AccessControlEntry.of(added);
      AccessControlEntry before = entries.get(added.id());
      if (before != null) {
        forget(before, added.id());
      }
      entries.put(added.id(), entry);
      ids.put(entry, added.id());
    } else if (record instanceof RemoveAccessControlEntryRecord removed) {
      remove(removed.id());
    } else {
      return false;
    }
    return true;
  }

  AclsImage apply() {
    return changed().isEmpty() ? base : new AclsImage(entries.apply(), ids.apply());
  }

  /** Visits what an index of entries must follow: what is gone, and what is new. */
  public void forEachChange(Consumer<AccessControlEntry> gone, Consumer<AccessControlEntry> come) {
    for (Uuid id : entries.changed()) {
      AccessControlEntry before = base.entry(id);
      AccessControlEntry after = entries.get(id);
      if (!Objects.equals(before, after)) {
        if (before != null) {
          gone.accept(before);
        }
        if (after != null) {
          come.accept(after);
        }
      }
    }
  }

  private void forget(AccessControlEntry entry, Uuid id) {
    if (id.equals(ids.get(entry))) {
      ids.remove(entry);
    }
  }

  private void remove(Uuid id) {
    AccessControlEntry entry = entries.get(id);
    if (entry == null) {
      throw new InvalidMetadataRecordException("ACL " + id + " is removed but does not exist");
    }
    entries.remove(id);
    forget(entry, id);
  }
}

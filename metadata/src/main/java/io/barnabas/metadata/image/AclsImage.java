package io.barnabas.metadata.image;

import io.barnabas.codec.Message;
import io.barnabas.codec.Uuid;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All ACL bindings, by their ids. */
public final class AclsImage {
  public static final AclsImage EMPTY = new AclsImage(PersistentMap.empty(), PersistentMap.empty());

  private final PersistentMap<Uuid, AccessControlEntry> entries;

  /** The other way round: what is there already is not added twice. */
  private final PersistentMap<AccessControlEntry, Uuid> ids;

  AclsImage(
      PersistentMap<Uuid, AccessControlEntry> entries,
      PersistentMap<AccessControlEntry, Uuid> ids) {
    this.entries = entries;
    this.ids = ids;
  }

  public @Nullable AccessControlEntry entry(Uuid id) {
    return entries.get(id);
  }

  /** Under which id an entry of this content is there; null if it is not. */
  public @Nullable Uuid id(AccessControlEntry entry) {
    return ids.get(entry);
  }

  /** Whether an entry of this content is there, under whichever id. */
  public boolean contains(AccessControlEntry entry) {
    return id(entry) != null;
  }

  public int size() {
    return entries.size();
  }

  /** Visits every entry, in no particular order. */
  public void forEach(BiConsumer<Uuid, AccessControlEntry> visitor) {
    entries.forEach(visitor);
  }

  PersistentMap<Uuid, AccessControlEntry> entries() {
    return entries;
  }

  PersistentMap<AccessControlEntry, Uuid> ids() {
    return ids;
  }

  void writeTo(Consumer<Message> sink) {
    TreeMap<Uuid, AccessControlEntry> sorted =
        new TreeMap<>(Comparator.comparingLong(Uuid::msb).thenComparingLong(Uuid::lsb));
    forEach(sorted::put);
    sorted.forEach((id, entry) -> sink.accept(entry.toRecord(id)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AclsImage && ((AclsImage) other).entries.equals(entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }
}

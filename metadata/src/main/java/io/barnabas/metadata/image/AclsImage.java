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
  public static final AclsImage EMPTY = new AclsImage(PersistentMap.empty());

  private final PersistentMap<Uuid, AccessControlEntry> entries;

  AclsImage(PersistentMap<Uuid, AccessControlEntry> entries) {
    this.entries = entries;
  }

  public @Nullable AccessControlEntry entry(Uuid id) {
    return entries.get(id);
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

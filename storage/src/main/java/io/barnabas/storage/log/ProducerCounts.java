package io.barnabas.storage.log;

/** How many producers logs know, found out without opening any. */
public final class ProducerCounts {
  private ProducerCounts() {}

  /** The producers with ids that a log knows; 0 for one that nobody has used since the start. */
  public static int of(PartitionLog log) {
    LoadedLog loaded = log.loadedOrNull();
    return loaded == null ? 0 : loaded.state().producerCount();
  }
}

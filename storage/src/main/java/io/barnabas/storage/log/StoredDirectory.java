package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log directory holds, as {@link StoredDirectories} found it. What its {@code
 * meta.properties} does not say is null.
 *
 * @param nodeId as the file says it
 * @param clean whether the last broker stopped in order
 * @param brokerEpoch epoch under which that broker was registered, -1 where it is not said
 * @param logs by topic and partition
 * @param others names of entries that are no logs in use and that no broker keeps beside its logs
 */
public record StoredDirectory(
    Path path,
    @Nullable String clusterId,
    @Nullable String nodeId,
    @Nullable Uuid directoryId,
    boolean clean,
    long brokerEpoch,
    List<StoredLog> logs,
    List<String> others) {

  public StoredDirectory {
    logs = List.copyOf(logs);
    others = List.copyOf(others);
  }

  /**
   * One log.
   *
   * @param topicId null where the directory does not say
   * @param sizeInBytes of its segments
   * @param startOffset the first offset that can be read
   * @param endOffset offset after the last whole batch
   * @param producers how many producers the newest snapshot knows; -1 without a readable one
   * @param damage what is not as it should be, in a few words; null where nothing is
   */
  public record StoredLog(
      Path directory,
      String topic,
      int partition,
      @Nullable Uuid topicId,
      int segments,
      long sizeInBytes,
      long startOffset,
      long endOffset,
      int producers,
      @Nullable String damage) {}
}

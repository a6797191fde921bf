package io.barnabas.server.describe;

import io.barnabas.group.record.GroupCensus;
import io.barnabas.metadata.controller.StoredMetadata;
import io.barnabas.storage.log.StoredDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the log directories of a broker hold.
 *
 * @param missing those that are not there
 * @param metadata null where there is none, or it cannot be read
 * @param metadataProblem why it cannot be read; null where it can
 * @param groups by id
 * @param unreadable what could not be looked into, in whole sentences
 */
public record DirectoryReport(
    List<StoredDirectory> directories,
    List<Path> missing,
    @Nullable StoredMetadata metadata,
    @Nullable String metadataProblem,
    SortedMap<String, GroupCensus.Group> groups,
    List<String> unreadable) {

  public DirectoryReport {
    directories = List.copyOf(directories);
    missing = List.copyOf(missing);
    unreadable = List.copyOf(unreadable);
  }
}

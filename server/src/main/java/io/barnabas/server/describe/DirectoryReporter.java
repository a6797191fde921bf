package io.barnabas.server.describe;

import io.barnabas.codec.batch.InvalidRecordsException;
import io.barnabas.group.record.GroupCensus;
import io.barnabas.metadata.controller.StoredMetadata;
import io.barnabas.metadata.image.InvalidMetadataRecordException;
import io.barnabas.metadata.quorum.LocalQuorum;
import io.barnabas.metadata.quorum.MetadataCorruptionException;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.binding.MetadataFiles;
import io.barnabas.server.binding.MetadataPartition;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.StoredDirectories;
import io.barnabas.storage.log.StoredDirectory;
import io.barnabas.storage.log.StoredDirectory.StoredLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks into log directories. One use, one thread. */
public final class DirectoryReporter {
  private final FileSystemPort files;
  private final StoredDirectories stored;
  private final List<StoredDirectory> directories = new ArrayList<>();
  private final List<Path> missing = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private @Nullable StoredMetadata metadata;
  private @Nullable String metadataProblem;

  public DirectoryReporter(FileSystemPort files) {
    this.files = files;
    this.stored = new StoredDirectories(files);
  }

  /**
   * What the directories hold.
   *
   * @throws IOException if one of them cannot be read
   */
  public DirectoryReport report(List<Path> paths) throws IOException {
    for (Path path : paths) {
      if (isMissing(path)) {
        missing.add(path);
      } else {
        directories.add(stored.read(path));
      }
    }
    readMetadata();
    GroupCensus census = readGroups();
    if (census.unreadable() > 0) {
      unreadable.add(
          census.unreadable()
              + " records of "
              + TopicNames.CONSUMER_OFFSETS
              + " have no key that can be read.");
    }
    return new DirectoryReport(
        directories, missing, metadata, metadataProblem, census.groups(), unreadable);
  }

  /** What lies where one may not look is not taken for missing. */
  private boolean isMissing(Path path) throws IOException {
    try {
      long unused = files.lastModifiedMs(path);
      return false;
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  private void readMetadata() {
    for (StoredDirectory directory : directories) {
      for (StoredLog log : directory.logs()) {
        if (log.topic().equals(MetadataPartition.ID.topic())) {
          readMetadata(log);
        }
      }
    }
  }

  private void readMetadata(StoredLog log) {
    MetadataFiles beside = new MetadataFiles(files, log.directory());
    try {
      metadata =
          StoredMetadata.read(
              new LocalQuorum.Storage(new StoredMetadataLog(stored.logs(), log), beside, beside));
    } catch (IOException
        | UncheckedIOException
        | MetadataCorruptionException
        | InvalidMetadataRecordException e) {
      metadataProblem = String.valueOf(e.getMessage());
    }
  }

  private GroupCensus readGroups() {
    GroupCensus census = new GroupCensus();
    for (StoredDirectory directory : directories) {
      for (StoredLog log : directory.logs()) {
        if (log.topic().equals(TopicNames.CONSUMER_OFFSETS)) {
          try {
            stored.logs().forEachBatch(log.directory(), new StoredGroups(census::add)::add);
          } catch (IOException | InvalidRecordsException e) {
            unreadable.add(log.directory() + " cannot be read: " + e.getMessage() + ".");
          }
        }
      }
    }
    return census;
  }
}

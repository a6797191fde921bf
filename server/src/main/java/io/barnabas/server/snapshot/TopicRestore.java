package io.barnabas.server.snapshot;

import io.barnabas.codec.Message;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.PartitionRecord;
import io.barnabas.codec.metadata.ProducerIdsRecord;
import io.barnabas.metadata.controller.StoredMetadata;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.metadata.quorum.LocalQuorum;
import io.barnabas.metadata.record.MetadataRecord;
import io.barnabas.metadata.record.MetadataVersion;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.binding.MetadataFiles;
import io.barnabas.server.binding.MetadataPartition;
import io.barnabas.server.describe.StoredMetadataLog;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.DirectoryFormat;
import io.barnabas.storage.log.LogStoreException;
import io.barnabas.storage.log.StoredDirectories;
import io.barnabas.storage.log.StoredDirectory;
import io.barnabas.storage.log.StoredDirectory.StoredLog;
import io.barnabas.storage.snapshot.SnapshotException;
import io.barnabas.storage.snapshot.SnapshotManifest.LogEntry;
import io.barnabas.storage.snapshot.SnapshotRestore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Adds topics of a snapshot to the log directories of a broker that is stopped: with their ids,
 * settings and offsets, and with what groups have committed for them. The last thing done is to
 * tell the metadata of them, in one batch: what was interrupted before is nobody's, and is set
 * aside by the next start. Blocks; one thread.
 */
public final class TopicRestore {
  private final StoppedBroker.World world;
  private final FileSystemPort files;
  private final List<Path> directories;
  private final int nodeId;

  /**
   * What was added.
   *
   * @param ended transactions that were open in the snapshot and have been ended
   */
  public record Added(Collection<String> topics, int logs, int offsets, int ended) {}

  /**
   * For one broker.
   *
   * @param directories its {@code log.dirs}
   * @param scheduler of which nothing is asked
   */
  public TopicRestore(
      FileSystemPort files,
      List<Path> directories,
      int nodeId,
      InstantSource clock,
      LongSupplier nanoTime,
      RandomGenerator random,
      ScheduledExecutorService scheduler) {
    this.world = new StoppedBroker.World(files, clock, nanoTime, random, scheduler);
    this.files = files;
    this.directories = List.copyOf(directories);
    this.nodeId = nodeId;
  }

  /**
   * Adds them.
   *
   * @param path where the snapshot is
   * @throws SnapshotException where one is not there, or something else has its place
   */
  public Added add(Path path, Collection<String> topics) throws IOException, LogStoreException {
    SnapshotRestore snapshot = new SnapshotRestore(files, path);
    MetadataImage theirs = SnapshotMetadata.read(files, path);
    Map<TopicImage, Integer> chosen = chosen(theirs, topics);
    Path target = directories.get(0);
    long brokerEpoch;
    MetadataImage ours;
    List<LogEntry> logs = logs(snapshot, chosen);
    AutoCloseable lock = lock(target);
    try {
      StoredDirectory stored = new StoredDirectories(files).read(target);
      brokerEpoch = stored.brokerEpoch();
      ours = metadata(stored);
      refuseCollisions(chosen, ours);
      refuseDirectories(logs);
      new DirectoryFormat(files).distrust(target);
      snapshot.addLogs(target, logs);
    } finally {
      close(lock);
    }
    try (StoppedBroker broker = new StoppedBroker(world, directories, nodeId, brokerEpoch)) {
      SnapshotCoordinators coordinators = new SnapshotCoordinators(snapshot);
      AddedLogs added = new AddedLogs(broker.logs(), coordinators, world.clock());
      int ended = 0;
      for (LogEntry log : logs) {
        ended += added.settle(log);
      }
      Collection<SnapshotCoordinators.Commit> commits =
          coordinators.commits(chosen.keySet().stream().map(TopicImage::name).toList());
      TopicImage offsets = ours.topics().topic(TopicNames.CONSUMER_OFFSETS);
      if (offsets == null && !commits.isEmpty()) {
        offsets = theirs.topics().topic(TopicNames.CONSUMER_OFFSETS);
        if (offsets != null) {
          chosen.put(offsets, offsets.partitions().size());
        }
      }
      if (offsets != null) {
        added.commit(offsets, commits);
      }
      broker.append(records(theirs, ours, chosen, broker.directoryId()));
      return new Added(new TreeSet<>(topics), logs.size(), commits.size(), ended);
    }
  }

  private static Map<TopicImage, Integer> chosen(MetadataImage theirs, Collection<String> topics)
      throws SnapshotException {
    Map<TopicImage, Integer> chosen = new HashMap<>();
    for (String name : topics) {
      TopicImage topic = theirs.topics().topic(name);
      if (topic == null || TopicNames.isInternal(name)) {
        throw new SnapshotException(
            topic == null
                ? "the snapshot has no topic " + name
                : name + " belongs to all topics; only a whole snapshot is restored with it");
      }
      chosen.put(topic, topic.partitions().size());
    }
    return chosen;
  }

  private static List<LogEntry> logs(SnapshotRestore snapshot, Map<TopicImage, Integer> chosen) {
    TreeSet<String> ids = new TreeSet<>();
    chosen.keySet().forEach(topic -> ids.add(topic.id().toString()));
    return snapshot.manifest().logs().stream().filter(log -> ids.contains(log.topicId())).toList();
  }

  private AutoCloseable lock(Path target) throws IOException {
    if (!files.exists(target.resolve("meta.properties"))) {
      throw new SnapshotException(
          target
              + " is no broker's log directory yet: there is nothing to add topics to; restore the"
              + " snapshot without --topics");
    }
    AutoCloseable lock = files.tryLock(target.resolve(".lock"));
    if (lock == null) {
      throw new SnapshotException(
          target + " is in use by a broker (it holds .lock): stop it, and restore then");
    }
    return lock;
  }

  private static void close(AutoCloseable lock) throws IOException {
    try {
      lock.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private MetadataImage metadata(StoredDirectory stored) throws IOException {
    for (StoredLog log : stored.logs()) {
      if (log.topic().equals(MetadataPartition.ID.topic()) && log.endOffset() > 0) {
        MetadataFiles beside = new MetadataFiles(files, log.directory());
        return StoredMetadata.read(
                new LocalQuorum.Storage(
                    new StoredMetadataLog(new StoredDirectories(files).logs(), log),
                    beside,
                    beside))
            .image();
      }
    }
    throw new SnapshotException(
        stored.path()
            + " has no metadata: start a broker with it once, or restore without --topics");
  }

  private static void refuseCollisions(Map<TopicImage, Integer> chosen, MetadataImage ours)
      throws SnapshotException {
    for (TopicImage topic : chosen.keySet()) {
      TopicImage same = ours.topics().topic(topic.id());
      String colliding = ours.topics().collidingName(topic.name());
      String there =
          ours.topics().topic(topic.name()) != null
              ? topic.name()
              : same != null ? same.name() : colliding;
      if (there != null) {
        throw new SnapshotException(
            "topic "
                + topic.name()
                + " cannot be restored: there is "
                + (there.equals(topic.name()) ? "a topic of that name" : "the topic " + there)
                + (same == null ? "" : " with the same id")
                + "; delete it first, or restore into a directory of its own");
      }
    }
  }

  /** What an earlier attempt has left is taken for nothing; all else is somebody's. */
  private void refuseDirectories(List<LogEntry> logs) throws IOException {
    DirectoryFormat format = new DirectoryFormat(files);
    for (LogEntry log : logs) {
      for (Path each : directories) {
        Path directory = each.resolve(log.directory());
        if (files.exists(directory)
            && !Uuid.parse(log.topicId()).equals(format.topicId(directory))) {
          throw new SnapshotException(
              directory
                  + " is in the way, of a topic that the metadata does not know: move it away");
        }
      }
    }
  }

  private List<MetadataRecord> records(
      MetadataImage theirs, MetadataImage ours, Map<TopicImage, Integer> chosen, Uuid directoryId) {
    MetadataVersion version = ours.features().metadataVersion();
    List<MetadataRecord> records = new ArrayList<>();
    for (Message record : SnapshotRecords.ofTopics(theirs, chosen, directoryId)) {
      records.add(version.record(record instanceof PartitionRecord each ? here(each) : record));
    }
    long next = theirs.producerIds().nextProducerId();
    if (next > ours.producerIds().nextProducerId()) {
      // Producers of the restored records must not be taken for new ones.
      records.add(
          version.record(
              ProducerIdsRecord.builder().brokerId(nodeId).nextProducerId(next).build()));
    }
    return records;
  }

  private PartitionRecord here(PartitionRecord partition) {
    return partition.toBuilder()
        .replicas(List.of(nodeId))
        .isr(List.of(nodeId))
        .removingReplicas(List.of())
        .addingReplicas(List.of())
        .leader(nodeId)
        .directories(partition.directories().subList(0, 1))
        .build();
  }
}

package io.barnabas.server.snapshot;

import io.barnabas.codec.Message;
import io.barnabas.codec.Uuid;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.metadata.quorum.BootstrapSnapshot;
import io.barnabas.metadata.quorum.LocalVoter;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.binding.MetadataFiles;
import io.barnabas.server.binding.MetadataPartition;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.LogCut;
import io.barnabas.storage.log.LogCuts;
import io.barnabas.storage.log.LogStore;
import io.barnabas.storage.log.PartitionLog;
import io.barnabas.storage.snapshot.SnapshotDirectory;
import io.barnabas.storage.snapshot.SnapshotException;
import io.barnabas.storage.snapshot.SnapshotManifest;
import io.barnabas.storage.snapshot.SnapshotWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots of a broker that serves. All of a snapshot is of one moment: until the last of
 * its files is linked nothing is appended to any of its logs, so that offsets, transactions and
 * records fit together as after a crash at that moment. Blocks; one at a time.
 */
public final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
  private static final String NAME = "[A-Za-z0-9._-]{1,100}";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long NANOS_PER_MS = 1_000_000;

  /** What groups and transactions are kept in, which every snapshot has. */
  private static final Set<String> ALWAYS =
      Set.of(TopicNames.CONSUMER_OFFSETS, TopicNames.TRANSACTION_STATE, "__share_group_state");

  /**
   * A snapshot that was taken.
   *
   * @param heldMs how long appends had to wait
   * @param tookMs how long all of it took
   */
  public record Taken(
      String name, Path path, int topics, int logs, long bytes, long heldMs, long tookMs) {}

  /** The broker whose topics they are. */
  public record Source(
      int nodeId, String clusterId, LogStore logs, Supplier<MetadataImage> images) {}

  private final FileSystemPort files;
  private final SnapshotDirectory directory;
  private final Source source;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final LongSupplier nanoTime;

  /** Keeps snapshots in a directory on the same file system as the logs. */
  public Snapshots(
      FileSystemPort files,
      Path directory,
      Source source,
      RandomGenerator random,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.files = files;
    this.directory = new SnapshotDirectory(files, directory);
    this.source = source;
    this.random = random;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** Says at the start what would otherwise be known when the first is to be taken. Blocks. */
  public void warnWhereNoneCanBeTaken() {
    Path there = directory.path("").toAbsolutePath();
    try {
      while (!files.exists(there) && there.getParent() != null) {
        there = there.getParent();
      }
      for (LogStore.DirectoryView each : source.logs().directories()) {
        if (each.online() && !files.isSameFileSystem(each.path(), there)) {
          LOG.warn(
              "No snapshots can be taken of what is in {}: barnabas.snapshot.dir, {}, lies on another"
                  + " file system, or under another mount, and snapshots share the files of the"
                  + " logs; it has to lie beside log.dirs",
              each.path(),
              directory.path(""));
        }
      }
    } catch (IOException e) {
      LOG.debug("The file systems of snapshots and logs cannot be told: {}", e.toString());
    }
  }

  /** The names of those there are; does not wait for one that is being taken. */
  public List<String> names() throws IOException {
    return directory.names();
  }

  /** Deletes one; whether there was one. */
  public synchronized boolean delete(String name) throws IOException {
    checkName(name);
    return directory.delete(name);
  }

  /**
   * Takes one.
   *
   * @param chosen the names of topics; none for all
   * @throws SnapshotException where the name will not do, or a topic is not there
   */
  public synchronized Taken create(String name, Collection<String> chosen) throws IOException {
    long began = nanoTime.getAsLong();
    checkName(name);
    Map<TopicImage, Integer> topics = topics(source.images().get(), chosen);
    SnapshotWriter writer = directory.writer(name);
    try {
      writer.begin();
      Taken taken = write(name, writer, topics, began);
      LOG.info(
          "Snapshot {}: {} topics, {} logs, {} bytes; appends waited {} ms, all took {} ms",
          taken.path(),
          taken.topics(),
          taken.logs(),
          taken.bytes(),
          taken.heldMs(),
          taken.tookMs());
      return taken;
    } catch (IOException | RuntimeException e) {
      try {
        writer.giveUp();
      } catch (IOException left) {
        e.addSuppressed(left); // The next attempt of that name throws it away.
      }
      throw e;
    }
  }

  private Taken write(
      String name, SnapshotWriter writer, Map<TopicImage, Integer> topics, long began)
      throws IOException {
    List<PartitionLog> logs = logs(topics);
    long held = nanoTime.getAsLong();
    MetadataImage image;
    LogCuts cuts = LogCuts.take(logs, PATIENCE);
    try {
      image = source.images().get();
      writer.link(cuts);
    } finally {
      cuts.close();
    }
    held = nanoTime.getAsLong() - held;
    // What was deleted meanwhile is not restored; what was made meanwhile is not there.
    topics.keySet().removeIf(topic -> image.topics().topic(topic.id()) == null);
    writer.sync();
    cuts.describe(files, writer.directory());
    Uuid directoryId = new Uuid(random.nextLong(), random.nextLong());
    List<Message> records = SnapshotRecords.of(image, topics, directoryId);
    BootstrapSnapshot.write(
        new MetadataFiles(files, writer.make(MetadataPartition.ID.toString())),
        new LocalVoter(source.nodeId(), directoryId, List.of()),
        records,
        clock.millis());
    SnapshotManifest manifest = writer.finish(cuts, properties(topics, directoryId));
    return new Taken(
        name,
        directory.path(name),
        topics.size(),
        cuts.cuts().stream().map(LogCut::id).collect(Collectors.toSet()).size(),
        manifest.bytes(),
        held / NANOS_PER_MS,
        (nanoTime.getAsLong() - began) / NANOS_PER_MS);
  }

  private Map<String, String> properties(Map<TopicImage, Integer> topics, Uuid directoryId) {
    return Map.of(
        SnapshotManifest.NODE_ID, Integer.toString(source.nodeId()),
        SnapshotManifest.CLUSTER_ID, source.clusterId(),
        SnapshotManifest.DIRECTORY_ID, directoryId.toString(),
        SnapshotManifest.CREATED_MS, Long.toString(clock.millis()),
        SnapshotManifest.TOPICS,
            topics.keySet().stream()
                .map(TopicImage::name)
                .sorted()
                .collect(Collectors.joining(",")));
  }

  /** The logs of topics that somebody has used. */
  private List<PartitionLog> logs(Map<TopicImage, Integer> topics) {
    List<PartitionLog> logs = new ArrayList<>();
    topics.forEach(
        (topic, count) -> {
          for (int partition = 0; partition < count; partition++) {
            PartitionLog log = source.logs().get(topic.id(), partition);
            if (log != null) {
              logs.add(log);
            }
          }
        });
    return logs;
  }

  private static Map<TopicImage, Integer> topics(MetadataImage image, Collection<String> chosen)
      throws SnapshotException {
    Set<String> missing = new HashSet<>(chosen);
    Map<String, TopicImage> byName = new TreeMap<>();
    image
        .topics()
        .forEach(
            topic -> {
              missing.remove(topic.name());
              if (chosen.isEmpty()
                  || chosen.contains(topic.name())
                  || ALWAYS.contains(topic.name())) {
                byName.put(topic.name(), topic);
              }
            });
    if (!missing.isEmpty()) {
      throw new SnapshotException("there are no topics " + missing);
    }
    Map<TopicImage, Integer> topics = new HashMap<>();
    byName.values().forEach(topic -> topics.put(topic, topic.partitions().size()));
    return topics;
  }

  private static void checkName(String name) throws SnapshotException {
    if (!name.matches(NAME) || name.startsWith(".") || name.endsWith(".unfinished")) {
      throw new SnapshotException(
          "a snapshot cannot be called '" + name + "': expected up to 100 of A-Z a-z 0-9 . _ -");
    }
  }
}

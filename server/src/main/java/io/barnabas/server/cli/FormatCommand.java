package io.barnabas.server.cli;

import io.barnabas.codec.Message;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.FeatureLevelRecord;
import io.barnabas.metadata.image.Endpoint;
import io.barnabas.metadata.quorum.BootstrapSnapshot;
import io.barnabas.metadata.quorum.LocalVoter;
import io.barnabas.metadata.record.MetadataVersion;
import io.barnabas.server.BrokerConfig;
import io.barnabas.server.binding.MetadataFiles;
import io.barnabas.server.binding.MetadataPartition;
import io.barnabas.server.config.ConfigException;
import io.barnabas.server.config.Listener;
import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.log.DirectoryFormat;
import io.barnabas.storage.log.LogStoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Gives log directories to a cluster before the first start. */
final class FormatCommand {
  private final BrokerConfig config;
  private final String clusterId;
  private final boolean ignoreFormatted;
  private final List<String> scram;
  private final RandomGenerator random = new SecureRandom();
  private final NioFileSystem files = new NioFileSystem();
  private final DirectoryFormat format = new DirectoryFormat(files);

  /**
   * A command for the directories of a configuration.
   *
   * @param ignoreFormatted whether directories that are formatted already are left as they are
   * @param scram credentials to begin with
   */
  FormatCommand(
      BrokerConfig config, String clusterId, boolean ignoreFormatted, List<String> scram) {
    this.config = config;
    this.clusterId = clusterId;
    this.ignoreFormatted = ignoreFormatted;
    this.scram = List.copyOf(scram);
  }

  /**
   * What may be the id of a cluster: as in Apache Kafka any word. It is kept as it is written.
   *
   * @param key where it was given
   */
  static String clusterId(String key, String text) {
    String id = text.trim();
    if (!id.matches("[\\x21-\\x7e&&[^\\\\=:#]]{1,100}")) {
      throw new ConfigException(key, text, "an id such as kafka-storage random-uuid prints");
    }
    return id;
  }

  int run() throws IOException, LogStoreException {
    List<Path> directories = config.directories().logDirs();
    List<Path> blank = new ArrayList<>();
    for (Path directory : directories) {
      Map<String, String> identity = format.identity(directory);
      if (identity == null) {
        blank.add(directory);
      } else if (!ignoreFormatted) {
        throw new ConfigException(
            "Log directory "
                + directory
                + " is already formatted. Use --ignore-formatted to ignore this directory and format"
                + " the others.");
      } else {
        checkSame(directory, identity);
      }
    }
    if (blank.isEmpty()) {
      System.out.println("All of the log directories are already formatted.");
      return 0;
    }
    List<Message> records = records();
    for (Path directory : blank) {
      Uuid directoryId = new Uuid(random.nextLong(), random.nextLong());
      System.out.println(
          "Formatting "
              + (directory.equals(directories.get(0))
                  ? "dynamic metadata voter directory "
                  : "data directory ")
              + directory
              + " with metadata.version "
              + MetadataVersion.LATEST_NAME
              + ".");
      if (directory.equals(directories.get(0))) {
        writeBootstrap(directory, directoryId, records);
      }
      format.format(directory, config.node().nodeId(), clusterId, directoryId);
    }
    return 0;
  }

  private void checkSame(Path directory, Map<String, String> identity) {
    if (!clusterId.equals(identity.get("cluster.id"))) {
      throw new ConfigException(
          directory
              + " belongs to the cluster "
              + identity.get("cluster.id")
              + ", not to "
              + clusterId
              + "; --cluster-id has to be its own, or log.dirs another directory");
    }
  }

  private List<Message> records() {
    List<Message> records = new ArrayList<>();
    records.add(
        FeatureLevelRecord.builder()
            .name(MetadataVersion.FEATURE)
            .featureLevel(MetadataVersion.LATEST)
            .build());
    for (String argument : scram) {
      ScramArgument parsed = ScramArgument.parse(argument, random);
      records.add(parsed.credential().toRecord(parsed.key()));
    }
    return records;
  }

  private void writeBootstrap(Path directory, Uuid directoryId, List<Message> records)
      throws IOException {
    List<Endpoint> endpoints =
        config.listeners().notOpened().stream().map(Listener::endpoint).toList();
    Path metadata = directory.resolve(MetadataPartition.ID.toString());
    files.createPrivateDirectories(metadata);
    BootstrapSnapshot.write(
        new MetadataFiles(files, metadata),
        new LocalVoter(config.node().nodeId(), directoryId, endpoints),
        records,
        InstantSource.system().millis());
  }
}

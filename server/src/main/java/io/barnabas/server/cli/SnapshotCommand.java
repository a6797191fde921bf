package io.barnabas.server.cli;

import io.barnabas.metadata.image.InvalidMetadataRecordException;
import io.barnabas.metadata.quorum.MetadataCorruptionException;
import io.barnabas.server.BrokerEnvironment;
import io.barnabas.server.config.ConfigException;
import io.barnabas.server.config.DirectoryConfig;
import io.barnabas.server.config.NodeConfig;
import io.barnabas.server.config.Settings;
import io.barnabas.server.snapshot.TopicRestore;
import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.log.LogStoreException;
import io.barnabas.storage.snapshot.SnapshotManifest;
import io.barnabas.storage.snapshot.SnapshotRestore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code snapshot}: a running broker is asked over its HTTP port to take one; verifying and
 * restoring is done here.
 */
@Command(
    name = "snapshot",
    description = "Take, verify and restore snapshots of topics with groups and offsets.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      SnapshotCommand.Create.class,
      SnapshotCommand.Names.class,
      SnapshotCommand.Delete.class,
      SnapshotCommand.Verify.class,
      SnapshotCommand.Restore.class
    })
final class SnapshotCommand implements Runnable {
  private static final int PATIENCE_MS = 120_000;

  @picocli.CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new CommandLine.ParameterException(spec.commandLine(), "What is to be done?");
    }
  }

  private interface Action {
    void run() throws IOException, LogStoreException;
  }

  private static int orExplain(Action action) {
    try {
      action.run();
      return 0;
    } catch (ConfigException
        | IOException
        | LogStoreException
        | UncheckedIOException
        | MetadataCorruptionException
        | InvalidMetadataRecordException e) {
      System.err.println("barnabas: " + (e.getMessage() == null ? e : e.getMessage()));
      return 1;
    }
  }

  /** The running broker. */
  static final class Broker {
    @Option(
        names = "--http",
        paramLabel = "host:port",
        description = "The broker's barnabas.http.listener. Default: ${DEFAULT-VALUE}.")
    private String address = "localhost:9464";

    void ask(String method, String query) throws IOException {
      HttpURLConnection connection = (HttpURLConnection) url(query).openConnection();
      connection.setRequestMethod(method);
      connection.setReadTimeout(PATIENCE_MS);
      try {
        int status = connection.getResponseCode();
        @Nullable InputStream body =
            status < 400 ? connection.getInputStream() : connection.getErrorStream();
        String text =
            body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8).trim();
        if (status >= 400) {
          throw new IOException("the broker refuses (HTTP " + status + "): " + text);
        }
        System.out.println(text);
      } catch (ConnectException | UnknownHostException e) {
        throw new IOException(
            "nobody answers at " + address + "; set barnabas.http.listener, or --http", e);
      } finally {
        connection.disconnect();
      }
    }

    private URL url(String query) throws MalformedURLException {
      try {
        return URI.create("http://" + address + "/snapshots" + query).toURL();
      } catch (IllegalArgumentException e) {
        throw new ConfigException("--http", address, "host:port");
      }
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** {@code create}. */
  @Command(
      name = "create",
      description = "Have a running broker take a snapshot, into its barnabas.snapshot.dir.",
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {
    @CommandLine.Mixin private final Broker broker = new Broker();

    @Parameters(paramLabel = "NAME", description = "What it is to be called.")
    private String name = "";

    @Option(
        names = "--topics",
        split = ",",
        description = "Topics to be in it, beside groups and offsets. Default: all.")
    private List<String> topics = List.of();

    @Override
    public Integer call() {
      return orExplain(
          () ->
              broker.ask(
                  "POST",
                  "?name=" + encoded(name) + "&topics=" + encoded(String.join(",", topics))));
    }
  }

  /** {@code list}. */
  @Command(
      name = "list",
      description = "Name the snapshots a running broker has.",
      mixinStandardHelpOptions = true)
  static final class Names implements Callable<Integer> {
    @CommandLine.Mixin private final Broker broker = new Broker();

    @Override
    public Integer call() {
      return orExplain(() -> broker.ask("GET", ""));
    }
  }

  /** {@code delete}. */
  @Command(
      name = "delete",
      description = "Have a running broker delete a snapshot.",
      mixinStandardHelpOptions = true)
  static final class Delete implements Callable<Integer> {
    @CommandLine.Mixin private final Broker broker = new Broker();

    @Parameters(paramLabel = "NAME")
    private String name = "";

    @Override
    public Integer call() {
      return orExplain(() -> broker.ask("DELETE", "?name=" + encoded(name)));
    }
  }

  /** {@code verify}. */
  @Command(
      name = "verify",
      description = "Read a snapshot whole and check everything in it.",
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    @Parameters(paramLabel = "DIRECTORY", description = "The snapshot.")
    private Path snapshot = Path.of("");

    @Override
    public Integer call() {
      return orExplain(
          () -> {
            SnapshotRestore restore = new SnapshotRestore(new NioFileSystem(), snapshot);
            restore.verify();
            System.out.println(summary("Good", restore.manifest()));
          });
    }
  }

  private static String summary(String word, SnapshotManifest manifest) {
    return word
        + ": "
        + manifest.logs().size()
        + " logs, "
        + manifest.bytes()
        + " bytes, of the topics "
        + manifest.properties().get(SnapshotManifest.TOPICS);
  }

  /** {@code restore}. */
  @Command(
      name = "restore",
      description =
          "Make a log directory of a snapshot, checking everything: the first of log.dirs, which must"
              + " be empty. The next start of a broker with this configuration has the topics, groups"
              + " and offsets of the snapshot. With --topics, add these to the log directories of a"
              + " broker that is stopped.",
      mixinStandardHelpOptions = true)
  static final class Restore implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIRECTORY", description = "The snapshot.")
    private Path snapshot = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "server.properties")
    private @Nullable Path file;

    @Option(names = "--override", paramLabel = "key=value")
    private List<String> overrides = List.of();

    @Option(
        names = "--topics",
        split = ",",
        description =
            "Topics to be added to what there is, with the offsets groups have committed for them.")
    private List<String> topics = List.of();

    @Override
    public Integer call() {
      return orExplain(
          () -> {
            Settings settings =
                SettingsSource.load(new StartArguments(file, overrides), System.getenv());
            int nodeId = NodeConfig.from(settings).nodeId();
            if (!topics.isEmpty()) {
              add(nodeId, DirectoryConfig.from(settings).logDirs());
              return;
            }
            SnapshotRestore restore = new SnapshotRestore(new NioFileSystem(), snapshot);
            String theirs = restore.manifest().property(SnapshotManifest.NODE_ID);
            if (!theirs.equals(Integer.toString(nodeId))) {
              throw new ConfigException(
                  "node.id", Integer.toString(nodeId), theirs + ", as in the snapshot");
            }
            Path target = DirectoryConfig.from(settings).logDirs().get(0);
            restore.into(target);
            System.out.println(summary("Restored into " + target, restore.manifest()));
          });
    }

    private void add(int nodeId, List<Path> logDirs) throws IOException, LogStoreException {
      BrokerEnvironment system = BrokerEnvironment.system();
      ScheduledExecutorService scheduler = system.timer().apply(Thread::new);
      TopicRestore.Added added;
      try {
        added =
            new TopicRestore(
                    new NioFileSystem(),
                    logDirs,
                    nodeId,
                    system.clock(),
                    system.nanoTime(),
                    system.random(),
                    scheduler)
                .add(snapshot, topics);
      } finally {
        scheduler.shutdownNow();
      }
      System.out.println(
          "Added to "
              + logDirs.get(0)
              + ": "
              + added.logs()
              + " logs of the topics "
              + String.join(",", added.topics())
              + ", "
              + added.offsets()
              + " committed offsets; "
              + added.ended()
              + " open transactions ended");
    }
  }
}

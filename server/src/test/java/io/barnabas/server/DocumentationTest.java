package io.barnabas.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.message.ApiVersionsResponse;
import io.barnabas.metadata.config.ClientMetricsConfigs;
import io.barnabas.metadata.config.ConfigDefinition;
import io.barnabas.metadata.image.SecurityProtocol;
import io.barnabas.server.config.Listener;
import io.barnabas.server.config.RunTimeSettings;
import io.barnabas.server.config.SettingDefinition;
import io.barnabas.server.config.SettingDefinition.UpdateMode;
import io.barnabas.server.config.Settings;
import io.barnabas.server.config.SettingsLoader;
import io.barnabas.server.config.WithoutEffect;
import io.barnabas.server.metrics.request.RequestMetrics;
import io.barnabas.server.network.NetworkServer;
import io.barnabas.server.partition.NotObeyed;
import io.barnabas.server.tls.TlsListeners;
import io.barnabas.server.transaction.PartitionVerification;
import io.barnabas.storage.clean.LogCleaner;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The generated pages of the documentation: what a broker answers and which settings it obeys,
 * asked of the broker itself. {@code -Ddocs.write=true} writes them anew.
 */
final class DocumentationTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final String BETWEEN_CONTROLLERS =
      "spoken between controllers, and between them and brokers, of which there is one node";

  private static final Map<String, String> NOTES =
      Map.ofEntries(
          Map.entry("Produce", "shown from 0, answered from 3, as in 4.4.0"),
          Map.entry("LeaderAndIsr", "gone since 4.0"),
          Map.entry("StopReplica", "gone since 4.0"),
          Map.entry("UpdateMetadata", "gone since 4.0"),
          Map.entry("ControlledShutdown", "gone since 4.0"),
          Map.entry("AlterPartitionReassignments", "there is one broker to assign to"),
          Map.entry("GetTelemetrySubscriptions", "0-0 where `barnabas.http.listener` is set"),
          Map.entry("PushTelemetry", "0-0 where `barnabas.http.listener` is set"),
          Map.entry("AddRaftVoter", "says why the quorum stays this node alone"),
          Map.entry("RemoveRaftVoter", "says why the quorum stays this node alone"),
          Map.entry("UpdateRaftVoter", BETWEEN_CONTROLLERS),
          Map.entry("Vote", BETWEEN_CONTROLLERS),
          Map.entry("BeginQuorumEpoch", BETWEEN_CONTROLLERS),
          Map.entry("EndQuorumEpoch", BETWEEN_CONTROLLERS),
          Map.entry("AlterPartition", BETWEEN_CONTROLLERS),
          Map.entry("Envelope", BETWEEN_CONTROLLERS),
          Map.entry("FetchSnapshot", BETWEEN_CONTROLLERS),
          Map.entry("BrokerRegistration", BETWEEN_CONTROLLERS),
          Map.entry("BrokerHeartbeat", BETWEEN_CONTROLLERS),
          Map.entry("AllocateProducerIds", BETWEEN_CONTROLLERS),
          Map.entry("ControllerRegistration", BETWEEN_CONTROLLERS),
          Map.entry("AssignReplicasToDirs", BETWEEN_CONTROLLERS));

  /** What rules go by that never come to it on one node. */
  private static final Set<String> OBEYED_IDLY = Set.of("unclean.leader.election.enable");

  @Test
  void shouldTellTheApisThatAreServed(@TempDir Path directory) throws Exception {
    Map<Short, String> served = new TreeMap<>();
    for (ApiVersionsResponse.ApiVersion api : ask(directory).apiKeys()) {
      served.put(api.apiKey(), api.minVersion() + "-" + api.maxVersion());
    }
    StringBuilder page = new StringBuilder();
    page.append("# The protocol\n\n")
        .append(
            "Generated from what a broker answers to ApiVersions; `DocumentationTest` writes it")
        .append(" and fails when it is stale.\n\n")
        .append("| key | API | here | Apache Kafka 4.4.0 | notes |\n|---|---|---|---|---|\n");
    for (ApiKey key : ApiKey.values()) {
      String here = served.getOrDefault(key.id(), "-");
      String kafka = key.lowestVersion() + "-" + key.highestStableVersion();
      String note = NOTES.getOrDefault(key.wireName(), here.equals("-") ? "not there yet" : "");
      page.append(row(String.valueOf(key.id()), key.wireName(), here, kafka, note));
    }
    check("protocol.md", page.toString());
  }

  private static ApiVersionsResponse ask(Path directory) throws IOException {
    Settings settings =
        new SettingsLoader()
            .overrides(List.of("log.dirs=" + directory, "listeners=PLAINTEXT://127.0.0.1:0"))
            .load();
    try (BrokerServer broker = BrokerServer.start(BrokerConfig.from(settings))) {
      Listener listener = broker.listeners().get(0);
      try (Socket socket = new Socket("127.0.0.1", listener.port())) {
        socket.getOutputStream().write(new byte[] {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, -1, -1});
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        MessageReader reader =
            new MessageReader(
                Unpooled.wrappedBuffer(frame, Integer.BYTES, frame.length - Integer.BYTES));
        return ApiVersionsResponse.read(reader, (short) 0);
      }
    }
  }

  @Test
  void shouldTellEverySettingAndWhetherItIsObeyed() throws IOException {
    Settings settings = new SettingsLoader().load();
    BrokerConfig config = BrokerConfig.from(settings);
    RunTimeSettings runTime =
        new RunTimeSettings(settings, 1, name -> NotObeyed.obeys(config.topics(), name));
    try (NetworkServer network =
        new NetworkServer(
            config.network(),
            new NamedThreads("network"),
            new RequestMetrics(),
            System::nanoTime)) {
      network.follow(runTime, Runnable::run);
    }
    PartitionVerification verification = new PartitionVerification(settings, runTime);
    assertTrue(verification.isEnabled());
    BrokerThreads threads = BrokerThreads.start(BrokerEnvironment.system(), 1, 1);
    new CleanerFollower(
            new LogCleaner(
                config.storage().cleaner(),
                new LogCleaner.World(
                    InstantSource.system(),
                    System::nanoTime,
                    () -> 1,
                    threads.timer(),
                    threads.cleaner()),
                List::of),
            threads.cleaner(),
            config.storage().cleaner())
        .follow(runTime);
    new StorageFollower(rate -> {}, expiration -> {}).follow(runTime);
    threads.close();
    TlsListeners.check(settings, List.of(new Listener("DOCUMENTED", SecurityProtocol.SSL, "", 0)));
    StringBuilder page = new StringBuilder();
    page.append("# Configuration\n\n")
        .append(
            "Every setting of Apache Kafka 4.4.0; `DocumentationTest` writes this page and fails")
        .append(
            " when it is stale. A setting without effect that is set is named in a warning.\n\n")
        .append("## Of the broker\n\n")
        .append(
            "Changed at run time: \"yes\" takes effect at once and survives a restart; \"kept\"")
        .append(
            " is accepted, kept and warned of; \"no\" is refused; \"per listener\" takes effect under")
        .append(" the name `listener.name.<listener>.<setting>` alone.\n\n")
        .append("| setting | default | at run time | effect |\n|---|---|---|---|\n");
    WithoutEffect reasons = WithoutEffect.load();
    List<String> unexplained = new ArrayList<>();
    for (SettingDefinition setting : settings.catalogue().all()) {
      boolean honoured = settings.isHonoured(setting.name());
      String reason = reasons.reason(setting.name());
      if (!honoured && reason == null) {
        unexplained.add(setting.name());
      }
      page.append(
          row(
              "`" + setting.name() + "`",
              shown(setting.defaultText()),
              atRunTime(setting, runTime),
              honoured ? effect(setting, runTime, reason) : "none: " + reason));
    }
    assertEquals(List.of(), unexplained);
    page.append("\n### At run time only\n\n| setting | effect |\n|---|---|\n");
    for (SettingDefinition setting :
        settings.catalogue().runTimeOnly().stream()
            .sorted(Comparator.comparing(SettingDefinition::name))
            .toList()) {
      boolean obeyed = runTime.isFollowed(setting.name());
      String effect = obeyed ? "yes" : "none: " + reasons.reason(setting.name());
      page.append(row("`" + setting.name() + "`", effect));
    }
    page.append("\n## Of topics\n\n");
    describe(config.topics().definitions(), NotObeyed.REASONS, page);
    page.append(
        "\n## Of groups\n\nKept and checked; the groups they are for are not served yet.\n\n");
    describe(config.groupConfigs().definitions(), Map.of(), page);
    page.append(
        "\n## Of subscriptions to clients' metrics\n\nObeyed where `barnabas.http.listener` is set"
            + " ([monitoring.md](monitoring.md)), otherwise kept and checked.\n\n");
    describe(new ClientMetricsConfigs().definitions(), Map.of(), page);
    check("configuration.md", page.toString());
  }

  /**
   * Of what can be changed at run time, and is obeyed from the next start on, it is said why; of
   * what is obeyed and changes nothing, too.
   */
  private static String effect(
      SettingDefinition setting,
      RunTimeSettings runTime,
      @org.jspecify.annotations.Nullable String reason) {
    boolean explained =
        atRunTime(setting, runTime).equals("kept") || OBEYED_IDLY.contains(setting.name());
    return explained && reason != null ? "yes; " + reason : "yes";
  }

  private static String atRunTime(SettingDefinition setting, RunTimeSettings runTime) {
    if (setting.updateMode() == UpdateMode.READ_ONLY || RunTimeSettings.isFixed(setting.name())) {
      return "no";
    }
    if (RunTimeSettings.PER_LISTENER.contains(setting.name())) {
      return "per listener";
    }
    return runTime.isFollowed(setting.name()) ? "yes" : "kept";
  }

  private static void describe(
      Collection<ConfigDefinition> definitions, Map<String, String> notObeyed, StringBuilder page) {
    page.append("| config | type | default | meaning |\n|---|---|---|---|\n");
    definitions.stream()
        .sorted(Comparator.comparing(ConfigDefinition::name))
        .forEach(
            each ->
                page.append(
                    row(
                        "`" + each.name() + "`",
                        each.type().name().toLowerCase(java.util.Locale.ROOT),
                        shown(each.defaultValue()),
                        notObeyed.containsKey(each.name())
                            ? each.documentation()
                                + " Effect: none: "
                                + notObeyed.get(each.name())
                                + "."
                            : each.documentation())));
  }

  private static String shown(@org.jspecify.annotations.Nullable String value) {
    return value == null ? "" : value.isEmpty() ? "(empty)" : "`" + value + "`";
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells).replace("|  |", "| |") + " |\n";
  }

  private static void check(String name, String page) throws IOException {
    Path file = DOCS.resolve(name);
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(file, page);
    }
    assertNotNull(file);
    assertEquals(
        page,
        Files.exists(file) ? Files.readString(file) : "",
        "docs/" + name + " is stale: run this test with -Ddocs.write=true");
  }
}

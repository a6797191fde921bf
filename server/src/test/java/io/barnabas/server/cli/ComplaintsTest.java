package io.barnabas.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.server.BrokerConfig;
import io.barnabas.server.BrokerServer;
import io.barnabas.server.StartException;
import io.barnabas.server.config.ConfigException;
import io.barnabas.server.config.SettingCatalogue;
import io.barnabas.server.config.SettingDefinition;
import io.barnabas.server.config.SettingType;
import io.barnabas.server.config.SettingsLoader;
import io.netty.pkitesting.CertificateBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a start complains of, in words an operator can act on; {@code complaints.txt} has them. */
@Timeout(60)
final class ComplaintsTest {
  private static final char[] PASSWORD = "secret".toCharArray();

  @TempDir private Path directory;

  static Stream<Complaint> complaints() throws IOException {
    return Complaint.readAll().stream();
  }

  @ParameterizedTest
  @MethodSource("complaints")
  void shouldNameTheKeyAndTheValueAndTheWayOut(Complaint complaint) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> places =
          Map.of(
              "$DIR", directory.toString(),
              "$STORE", store().toString(),
              "$PORT", Integer.toString(taken.getLocalPort()));
      Complaint made = complaint.in(places);
      made.writeFiles(directory);
      ByteArrayOutputStream errors = new ByteArrayOutputStream();
      Warnings warnings = new Warnings();
      StartCommand command =
          new StartCommand(
              made.arguments(directory),
              made.environment(),
              new PrintStream(errors, true, StandardCharsets.UTF_8),
              warnings);

      if (made.errors().isEmpty()) {
        command.configure();
      } else {
        assertEquals(1, command.run());
      }

      List<String> lines =
          errors
              .toString(StandardCharsets.UTF_8)
              .lines()
              .map(line -> line.replaceFirst("^barnabas: ", ""))
              .toList();
      assertMatch(made.errors(), lines);
      if (made.errors().isEmpty()) {
        assertMatch(made.warnings(), warnings.lines());
      }
      assertFalse((lines + "" + warnings.lines()).contains("hidden-"), "a secret is told");
    }
  }

  private static void assertMatch(List<String> expected, List<String> lines) {
    assertEquals(expected.size(), lines.size(), lines::toString);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!Complaint.pattern(expected.get(i)).matcher(line).matches()) {
        assertEquals(expected.get(i), line);
      }
    }
  }

  /** Where keys are. */
  private Path store() throws Exception {
    Path file = directory.resolve("store.p12");
    try (var out = Files.newOutputStream(file)) {
      new CertificateBuilder()
          .ecp256()
          .subject("CN=broker")
          .setIsCertificateAuthority(true)
          .buildSelfSigned()
          .toKeyStore(PASSWORD)
          .store(out, PASSWORD);
    }
    return file;
  }

  @Test
  void shouldNameEverySettingThatIsOfTheWrongType() {
    EnumSet<SettingType> anything =
        EnumSet.of(SettingType.STRING, SettingType.CLASS, SettingType.LIST, SettingType.PASSWORD);
    List<String> tried = new ArrayList<>();
    for (SettingDefinition setting : SettingCatalogue.load().all()) {
      if (!anything.contains(setting.type())) {
        tried.add(setting.name());
        String told =
            assertThrows(
                    ConfigException.class,
                    () -> new SettingsLoader().overrides(List.of(setting.name() + "=9x")).load())
                .getMessage();
        assertTrue(
            told.startsWith("Invalid value '9x' for " + setting.name() + ": expected "), told);
      }
    }
    assertTrue(tried.size() > 200, () -> tried.size() + " settings");
  }

  @Test
  void shouldNameADirectoryThatIsInUse() throws Exception {
    BrokerConfig config =
        BrokerConfig.from(
            new SettingsLoader()
                .overrides(
                    List.of(
                        "listeners=PLAINTEXT://127.0.0.1:0",
                        "log.dirs=" + directory.resolve("data")))
                .load());
    try (BrokerServer broker = BrokerServer.start(config)) {
      assertFalse(broker.listeners().isEmpty());
      assertEquals(
          "log directory "
              + directory.resolve("data")
              + " is in use by another broker, which holds its .lock; stop that one, or name"
              + " another directory in log.dirs",
          assertThrows(StartException.class, () -> BrokerServer.start(config)).getMessage());
    }
  }
}

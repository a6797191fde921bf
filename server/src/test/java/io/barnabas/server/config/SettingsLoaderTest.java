package io.barnabas.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsLoaderTest {

  private static Settings settings(String... pairs) {
    return new SettingsLoader().overrides(List.of(pairs)).load();
  }

  @Test
  void shouldLetTheCommandLineWinOverTheEnvironmentOverTheFile(@TempDir Path directory)
      throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("server.properties"),
            "num.partitions = 2\nlog.retention.hours=3\nmessage.max.bytes:4\nnode.id=5\n");

    Settings settings =
        new SettingsLoader()
            .file(file)
            .environment(Map.of("KAFKA_LOG_RETENTION_HOURS", "30", "KAFKA_MESSAGE_MAX_BYTES", "40"))
            .overrides(List.of("message.max.bytes=400"))
            .load();

    assertEquals(2, settings.intValue("num.partitions"));
    assertEquals(30, settings.intValue("log.retention.hours"));
    assertEquals(400, settings.intValue("message.max.bytes"));
    assertEquals(5, settings.intValue("node.id"));
    assertEquals(1048576000, settings.intValue("socket.request.max.bytes") * 10);
    assertEquals(SettingSource.OVERRIDE, settings.given().get("message.max.bytes").source());
    assertEquals(SettingSource.ENVIRONMENT, settings.given().get("log.retention.hours").source());
    assertEquals(SettingSource.FILE, settings.given().get("node.id").source());
  }

  @Test
  void shouldNameVariablesAsTheImageOfApacheKafkaDoes() {
    assertEquals("log.dirs", EnvironmentRules.settingName("KAFKA_LOG_DIRS"));
    assertEquals("a_b-c.d", EnvironmentRules.settingName("KAFKA_A__B___C_D"));

    Map<String, String> settings =
        EnvironmentRules.settings(
            Map.of(
                "KAFKA_OPTS",
                "-ea",
                "KAFKA_HEAP_OPTS",
                "-Xmx1G",
                "PATH",
                "/bin",
                "KAFKA_NODE_ID",
                "7"));

    assertEquals(Map.of("node.id", "7"), settings);
  }

  @Test
  void shouldListenOnAllInterfacesWhereOnlyAdvertisedListenersAreGiven() {
    Map<String, String> settings =
        EnvironmentRules.settings(
            Map.of(
                "KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://kafka.example:9092,TC-0://host:19092"));

    assertEquals("PLAINTEXT://0.0.0.0:9092,TC-0://0.0.0.0:19092", settings.get("listeners"));
  }

  @Test
  void shouldDropTheDefaultFilesListenersForThoseOfTheEnvironment() {
    Properties ours = new Properties();
    ours.setProperty("listeners", "PLAINTEXT://localhost:9092");
    ours.setProperty("advertised.listeners", "PLAINTEXT://localhost:9092");
    ours.setProperty("offsets.topic.replication.factor", "1");

    Settings settings =
        new SettingsLoader()
            .properties(ours)
            .environmentOverDefaultFile(Map.of("KAFKA_LISTENERS", "OUTSIDE://:9999"))
            .load();

    assertEquals("OUTSIDE://:9999", settings.text("listeners"));
    assertNull(settings.text("advertised.listeners"));
    assertEquals(1, settings.intValue("offsets.topic.replication.factor"));
  }

  @Test
  void shouldSayKeyValueAndWhatWasExpected() {
    assertEquals(
        "Invalid value 'many' for num.partitions: expected a whole number between -2147483648 and"
            + " 2147483647",
        refusalOf("num.partitions=many"));
    assertEquals(
        "Invalid value '0' for num.partitions: expected at least 1", refusalOf("num.partitions=0"));
    assertEquals(
        "Invalid value 'yes' for delete.topic.enable: expected true or false",
        refusalOf("delete.topic.enable=yes"));
    assertEquals(
        "Invalid value 'brotli' for compression.type: expected one of uncompressed, zstd, lz4,"
            + " snappy, gzip, producer",
        refusalOf("compression.type=brotli"));
    assertEquals(
        "Invalid value '10' for compression.gzip.level: expected between 1 and 9, or -1",
        refusalOf("compression.gzip.level=10"));
    assertEquals(
        "Invalid value 'nonsense' for --override: expected key=value", refusalOf("nonsense"));
  }

  private static String refusalOf(String override) {
    return String.valueOf(
        assertThrows(ConfigException.class, () -> settings(override)).getMessage());
  }

  @Test
  void shouldAcceptEveryDefaultOfItsOwn() {
    for (SettingDefinition definition : SettingCatalogue.load().all()) {
      String text = definition.defaultText();
      // Apache Kafka's own check allows lists that are not set.
      if (text != null && !(definition.type() == SettingType.LIST && text.isEmpty())) {
        definition.parse(definition.name(), text);
      }
    }
  }

  @Test
  void shouldNameWhatIsGivenAndHasNoEffect() {
    Settings settings = settings("num.io.threads=3", "num.partitions=2", "no.such.thing=1");

    assertEquals(2, settings.intValue("num.partitions"));

    assertEquals(Set.of("num.io.threads"), settings.notHonoured());
    assertEquals(Set.of("no.such.thing"), settings.unknown());
    assertTrue(settings.isHonoured("num.partitions"));
    assertFalse(settings.isHonoured("num.io.threads"));
  }

  @Test
  void shouldNeverShowASecret() {
    Settings settings = settings("ssl.key.password=hunter2");

    assertEquals(
        "[hidden]",
        SettingCatalogue.load().find("ssl.key.password").shown(settings.text("ssl.key.password")));
  }
}

package io.barnabas.codec.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All messages in all versions, read off the specifications themselves, independently of the
 * generator.
 */
final class MessageCases {

  private static final Path SPECS = Path.of("target", "kafka-spec");

  private MessageCases() {}

  static List<MessageCase> all() {
    List<MessageCase> cases = new ArrayList<>();
    add(cases, "kafka-clients/common/message", "org.apache.kafka.common.message", "message");
    add(cases, "kafka-metadata/common/metadata", "org.apache.kafka.common.metadata", "metadata");
    add(
        cases,
        "kafka-group-coordinator/common/message",
        "org.apache.kafka.coordinator.group.generated",
        "group");
    add(
        cases,
        "kafka-transaction-coordinator/common/message",
        "org.apache.kafka.coordinator.transaction.generated",
        "transaction");
    add(
        cases,
        "kafka-storage/message/ProducerSnapshot.json",
        "org.apache.kafka.server.log.remote.metadata.storage.generated",
        "storage");
    add(cases, "kafka-raft/common/message", "org.apache.kafka.raft.generated", "raft");
    return cases;
  }

  private static void add(
      List<MessageCase> cases, String path, String kafkaPackage, String ourPackage) {
    try (Stream<Path> files = Files.walk(SPECS.resolve(path))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).sorted().toList()) {
        addVersions(cases, Files.readString(file), kafkaPackage, "io.barnabas.codec." + ourPackage);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("A specified message has no class", e);
    }
  }

  private static void addVersions(
      List<MessageCase> cases, String spec, String kafkaPackage, String ourPackage)
      throws ClassNotFoundException {
    String versions = attribute(spec, "validVersions");
    if (versions.equals("none")) {
      return;
    }
    String name = attribute(spec, "name");
    boolean hasSuffix = List.of("request", "response", "header").contains(attribute(spec, "type"));
    Class<?> kafkaClass = Class.forName(kafkaPackage + "." + name + (hasSuffix ? "Data" : ""));
    Class<?> ourClass = Class.forName(ourPackage + "." + name);
    int dash = versions.indexOf('-');
    int lowest = Integer.parseInt(dash < 0 ? versions : versions.substring(0, dash));
    int highest = Integer.parseInt(dash < 0 ? versions : versions.substring(dash + 1));
    for (int version = lowest; version <= highest; version++) {
      cases.add(new MessageCase(kafkaClass, ourClass, (short) version));
    }
  }

  /**
   * The first attribute of the name; those of the message itself come before those of its fields.
   */
  private static String attribute(String spec, String name) {
    Matcher matcher =
        Pattern.compile("^\\s*\"" + name + "\":\\s*\"([^\"]*)\"", Pattern.MULTILINE).matcher(spec);
    if (!matcher.find()) {
      throw new AssertionError("A specification has no " + name);
    }
    return matcher.group(1);
  }
}

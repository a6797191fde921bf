package io.barnabas.server.describe;

import io.barnabas.group.record.GroupCensus;
import io.barnabas.group.record.GroupKind;
import io.barnabas.metadata.controller.StoredMetadata;
import io.barnabas.metadata.image.FeaturesImage;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.server.logging.LogText;
import io.barnabas.storage.log.StoredDirectory;
import io.barnabas.storage.log.StoredDirectory.StoredLog;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints a {@link DirectoryReport} for people to read. */
public final class ReportPrinter {
  private final DirectoryReport report;
  private final PrintStream out;

  private ReportPrinter(DirectoryReport report, PrintStream out) {
    this.report = report;
    this.out = out;
  }

  /** Prints all of it. */
  public static void print(DirectoryReport report, PrintStream out) {
    ReportPrinter printer = new ReportPrinter(report, out);
    report.missing().forEach(path -> out.println("Log directory " + path + ": does not exist"));
    report.directories().forEach(printer::printDirectory);
    printer.printMetadata();
    printer.printTopics();
    printer.printGroups();
    List<String> notes = new ReportNotes(report).all();
    if (!notes.isEmpty()) {
      out.println();
      notes.forEach(note -> out.println("Note: " + note));
    }
  }

  private void printDirectory(StoredDirectory directory) {
    long bytes = directory.logs().stream().mapToLong(StoredLog::sizeInBytes).sum();
    out.println("Log directory " + directory.path());
    line("cluster id", orUnknown(directory.clusterId()));
    line("node id", orUnknown(directory.nodeId()));
    line("directory id", orUnknown(directory.directoryId()));
    line("shut down", shutDown(directory));
    line("logs", directory.logs().size() + ", " + bytes + " bytes");
    if (!directory.others().isEmpty()) {
      line("besides", String.join(", ", directory.others()));
    }
  }

  private static String shutDown(StoredDirectory directory) {
    if (!directory.clean()) {
      return "not in order, or in use: a start has to recover";
    }
    return directory.brokerEpoch() < 0
        ? "in order"
        : "in order, as broker of epoch " + directory.brokerEpoch();
  }

  private static String orUnknown(@org.jspecify.annotations.Nullable Object value) {
    return value == null ? "(not said)" : value.toString();
  }

  private void printMetadata() {
    StoredMetadata metadata = report.metadata();
    out.println();
    if (metadata == null) {
      String problem = report.metadataProblem();
      out.println(problem == null ? "Metadata: none" : "Metadata: cannot be read: " + problem);
      return;
    }
    MetadataImage image = metadata.image();
    out.println("Metadata");
    line(
        "log",
        "up to offset "
            + image.provenance().lastOffset()
            + ", leader epoch "
            + metadata.quorum().epoch());
    line(
        "quorum",
        "kraft.version "
            + metadata.quorum().kraftVersion()
            + ", voters "
            + metadata.quorum().voters());
    line("features", features(image.features()));
    line("brokers", image.cluster().brokers().keySet().toString());
    line("topics", Integer.toString(image.topics().size()));
    line("dynamic configs", count(visitor -> image.configs().forEach((r, c) -> visitor.run())));
    line("client quotas", image.clientQuotas().size() + " entities");
    line("ACLs", Integer.toString(image.acls().size()));
    line("SCRAM credentials", Integer.toString(image.scram().size()));
    line("delegation tokens", Integer.toString(image.delegationTokens().size()));
    line("next producer id", Long.toString(image.producerIds().nextProducerId()));
  }

  private static String features(FeaturesImage features) {
    return new TreeMap<>(features.finalizedLevels())
        .entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining(", "));
  }

  private interface Visits {
    void each(Runnable visitor);
  }

  private static String count(Visits visits) {
    int[] count = {0};
    visits.each(() -> count[0]++);
    return count[0] + " resources";
  }

  private void printTopics() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "TOPIC", "PARTITION", "TOPIC ID", "START", "END", "SEGMENTS", "BYTES", "PRODUCERS"));
    for (StoredDirectory directory : report.directories()) {
      for (StoredLog log : directory.logs()) {
        rows.add(
            List.of(
                LogText.printable(log.topic()),
                Integer.toString(log.partition()),
                orUnknown(log.topicId()),
                Long.toString(log.startOffset()),
                Long.toString(log.endOffset()),
                Integer.toString(log.segments()),
                Long.toString(log.sizeInBytes()),
                log.producers() < 0 ? "-" : Integer.toString(log.producers())));
      }
    }
    printTable(rows);
  }

  private void printGroups() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("GROUP", "KIND", "COMMITTED OFFSETS"));
    for (GroupCensus.Group group : report.groups().values()) {
      rows.add(
          List.of(
              LogText.printable(group.id()),
              text(group.kind()),
              Integer.toString(group.offsets())));
    }
    printTable(rows);
  }

  static String text(GroupKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private void line(String name, String value) {
    out.printf("  %-18s %s%n", name, value);
  }

  private void printTable(List<List<String>> rows) {
    if (rows.size() < 2) {
      return;
    }
    out.println();
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String cell = row.get(column);
        text.append(cell).append(" ".repeat(widths[column] - cell.length() + 2));
      }
      out.println(text.toString().stripTrailing());
    }
  }
}

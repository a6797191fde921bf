package io.barnabas.server.metrics.source;

import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import io.barnabas.storage.file.ProcessNotes;
import java.util.Map;
import java.util.TreeMap;

/** What the process reads from and writes to files and disks, where the system tells. */
public final class DiskSource implements MetricSource {
  private static final Map<String, MetricFamily> FAMILIES = families();

  private final ProcessNotes notes = ProcessNotes.io();
  private final boolean known = notes.number("read_bytes") >= 0;

  private static Map<String, MetricFamily> families() {
    Map<String, MetricFamily> families = new TreeMap<>();
    add(families, "read_bytes", "Bytes the process had read from disks.");
    add(families, "write_bytes", "Bytes the process had written to disks.");
    add(families, "cancelled_write_bytes", "Bytes of these that were deleted before.");
    add(families, "rchar", "Bytes the process read.");
    add(families, "wchar", "Bytes the process wrote.");
    add(families, "syscr", "Calls that read.");
    add(families, "syscw", "Calls that wrote.");
    return Map.copyOf(families);
  }

  private static void add(Map<String, MetricFamily> families, String note, String help) {
    String name = "linux-disk-" + note.replace('_', '-');
    families.put(note, MetricFamily.gauge("kafka.server", "KafkaServer", name, help));
  }

  @Override
  public void collect(MetricSink sink) {
    if (known) {
      FAMILIES.forEach((note, family) -> sink.gauge(family, Tags.NONE, () -> notes.number(note)));
    }
  }
}

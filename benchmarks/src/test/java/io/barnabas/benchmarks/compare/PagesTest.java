package io.barnabas.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PagesTest {
  @TempDir Path directory;

  @Test
  void shouldSayOfWhatWasNotMeasuredThatMemoryRanOut() throws IOException {
    Report report = new Report("storm");
    report.add("barnabas", Map.of(Metric.STORM_P99_MS, 0.25, Metric.OUT_OF_MEMORY, 0.0));
    report.add("apache-kafka", Map.of(Metric.QUIET_P99_MS, 4.5, Metric.OUT_OF_MEMORY, 48.0));

    Pages.write(directory, report, Options.parse(new String[] {".", "--pairs", "1", "storm"}));

    String page = Files.readString(directory.resolve("storm.md"));
    assertTrue(page.contains("with a crowd, ms | 0.250 | out of memory |  |"), page);
    assertTrue(page.contains("undisturbed, ms | none | 4.500 |  |"), page);
  }
}

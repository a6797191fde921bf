package io.barnabas.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FiguresTest {
  @TempDir Path directory;

  @Test
  void shouldPutMeasurementsBetweenTheMarksAndLeaveTheRest() throws IOException {
    Path pages = Files.createDirectory(directory.resolve("performance"));
    Path text =
        Files.writeString(
            directory.resolve("performance.md"),
            "before\n<!-- figures small lz4 -->\nold\n<!-- end of figures -->\nafter\n");
    Report report = new Report("small");
    report.add("barnabas", Map.of(Metric.PRODUCE_CPU_US, 10.0));
    report.add("barnabas", Map.of(Metric.PRODUCE_CPU_US, 12.0));
    report.add("barnabas", Map.of(Metric.PRODUCE_CPU_US, 11.0));
    report.add("apache-kafka", Map.of(Metric.PRODUCE_CPU_US, 44.0));
    Files.writeString(pages.resolve("small.json"), report.json());

    Figures.renew(pages);
    Figures.renew(pages);

    assertEquals(
        """
        before
        <!-- figures small lz4 -->
        | | | Barnabas | Apache Kafka | ratio | goal | |
        |---|---|---|---|---|---|---|
        | small | processor time per produce request, us | 11.000 | 44.000 | 0.25 | at most 0.4 | reached |

        [all of small](performance/small.md)

        ![small](performance/small.svg)

        lz4: not measured yet.
        <!-- end of figures -->
        after
        """,
        Files.readString(text));
  }
}

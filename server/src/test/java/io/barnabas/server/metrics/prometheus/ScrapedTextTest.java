package io.barnabas.server.metrics.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.server.metrics.HistogramReading;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.RecentTimes;
import io.barnabas.server.metrics.Tags;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScrapedTextTest {
  private static final MetricFamily GAUGE =
      MetricFamily.gauge("kafka.log", "Log", "Size", "Bytes.");

  private final ScrapedText text = new ScrapedText(name -> true);

  private List<String> lines() {
    ByteBuf page =
        new PagePieces(
                text.families(),
                new PlainForm(new Readings()),
                new AsciiBuffer(10),
                Runnable::run,
                () -> {})
            .make();
    try {
      return page.toString(StandardCharsets.UTF_8).lines().toList();
    } finally {
      page.release();
    }
  }

  @Test
  void shouldWriteNumbersAsTheyAre() {
    for (double value : new double[] {0, -1, 9.5, 1795668143613.0, 1e300, 1.0 / 0, 0.0 / 0}) {
      text.gauge(GAUGE, Tags.of("v", Double.toString(value)), () -> value);
    }
    assertEquals(
        List.of("0", "-1", "9.5", "1795668143613", "1.0E300", "+Inf", "NaN"),
        lines().stream().skip(2).map(line -> line.substring(line.indexOf(' ') + 1)).toList());
  }

  @Test
  void shouldLetNoLabelBreakOut() {
    text.gauge(GAUGE, Tags.of("topic", "a\"b\\c\nd", "partition", "7"), () -> 1);
    assertEquals(
        List.of(
            "# HELP kafka_log_log_size Bytes.",
            "# TYPE kafka_log_log_size gauge",
            "kafka_log_log_size{partition=\"7\",topic=\"a\\\"b\\\\c\\nd\"} 1"),
        lines());
  }

  @Test
  void shouldWriteCountersAndSummaries() {
    RecentTimes times = new RecentTimes(0);
    times.record(8_000_000, 1);
    HistogramReading reading = times.reading();
    text.meter(MetricFamily.meter("a", "B", "CsPerSec", "Cs."), Tags.NONE, () -> 3);
    text.histogram(
        MetricFamily.histogram("a", "B", "DMs", "Ds."), Tags.of("r", "x"), () -> reading);

    List<String> lines = lines();
    assertEquals(
        List.of("# HELP a_b_cs_total Cs.", "# TYPE a_b_cs_total counter", "a_b_cs_total 3"),
        lines.subList(0, 3));
    assertEquals("# TYPE a_b_dms summary", lines.get(4));
    assertEquals("a_b_dms{r=\"x\",quantile=\"0.5\"} " + reading.quantile(0.5), lines.get(5));
    assertEquals(8, reading.quantile(0.5), 0.5);
    assertEquals("a_b_dms_count{r=\"x\"} 1", lines.get(11));
  }

  @Test
  void shouldKeepOneMeaningForEachName() {
    text.meter(MetricFamily.meter("a", "B", "CPerSec", "C."), Tags.NONE, () -> 3);
    text.gauge(MetricFamily.gauge("a", "B", "C_total", "C."), Tags.NONE, () -> 4);
    assertEquals(List.of("a_b_c_total 3"), lines().subList(2, lines().size()));
  }

  @Test
  void shouldPassOverWhatIsGone() {
    text.gauge(
        GAUGE,
        Tags.NONE,
        () -> {
          throw new IllegalStateException("closed");
        });
    assertEquals(List.of(), lines());
  }
}

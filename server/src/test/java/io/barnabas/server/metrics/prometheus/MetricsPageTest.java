package io.barnabas.server.metrics.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.server.http.HttpAnswer;
import io.barnabas.server.http.HttpAsked;
import io.barnabas.server.http.HttpPieces;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import io.netty.buffer.ByteBuf;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

final class MetricsPageTest {
  private static final int SUBJECTS = 3_000;

  private static final class Subject {
    private final Tags tags;
    private long value;

    Subject(Tags tags) {
      this.tags = tags;
    }

    Tags tags() {
      return tags;
    }

    long value() {
      if (tags.value(0).equals("gone")) {
        throw new IllegalStateException("closed");
      }
      return value;
    }
  }

  /** Many subjects whose values are changed, some metrics of each, and single ones between. */
  private static final class Source implements MetricSource {
    private final List<Subject> subjects = new ArrayList<>();
    private long alone;

    Source() {
      for (int i = 0; i < SUBJECTS; i++) {
        String name = i == 7 ? "gone" : "s" + i;
        subjects.add(new Subject(Tags.of("subject", name, "part", Integer.toString(i % 7))));
      }
    }

    @Override
    public void collect(MetricSink sink) {
      List<Subject> now = List.copyOf(subjects);
      for (String name : List.of("a", "b", "c")) {
        sink.gauge(family(name + "_before"), Tags.NONE, () -> alone);
        sink.gauges(family(name), now, Subject::tags, Subject::value);
      }
      sink.gauge(family("c"), Tags.NONE, () -> alone);
      sink.meters(
          MetricFamily.meter("d", "many", "sPerSec", "Many."), now, Subject::tags, Subject::value);
    }

    private static MetricFamily family(String name) {
      return MetricFamily.gauge(name, "many", "", "Many.");
    }
  }

  private final Source source = new Source();
  private final MetricsPage page =
      new MetricsPage(
          List.of(source), List.of(), name -> !name.startsWith("b_before"), Runnable::run);

  private byte[] get(Map<String, List<String>> parameters, boolean gzip) throws Exception {
    HttpAnswer answer = page.get(new HttpAsked(parameters, gzip)).toCompletableFuture().get();
    assertEquals(200, answer.status());
    assertEquals(gzip ? "gzip" : null, answer.encoding());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    take(answer.content(), all);
    HttpPieces rest = answer.rest();
    while (rest != null) {
      ByteBuf piece = rest.next().toCompletableFuture().get();
      if (piece == null) {
        rest.close();
        break;
      }
      assertTrue(piece.readableBytes() < 256 << 10, "a piece is small");
      take(piece, all);
    }
    return all.toByteArray();
  }

  private static void take(ByteBuf piece, ByteArrayOutputStream all) throws IOException {
    piece.readBytes(all, piece.readableBytes());
    piece.release();
  }

  private String plain() throws Exception {
    return new String(get(Map.of(), false), StandardCharsets.UTF_8);
  }

  private String unzipped() throws Exception {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(get(Map.of(), true)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void shouldMakeNoMorePagesThanAFewForThoseWhoTakeThemSlowly() throws Exception {
    List<HttpAnswer> slow = new ArrayList<>();
    HttpAnswer last = asked();
    while (last.status() == 200) {
      last.content().release();
      slow.add(last);
      assertTrue(slow.size() <= 20);
      last = asked();
    }
    assertEquals(503, last.status());

    for (HttpAnswer each : slow) {
      HttpPieces rest = each.rest();
      assertNotNull(rest);
      rest.close();
    }
    assertTrue(plain().contains("a_many"));
  }

  private HttpAnswer asked() throws Exception {
    return page.get(new HttpAsked(Map.of(), false)).toCompletableFuture().get();
  }

  @Test
  void shouldSayTheSameCompressedWhateverChangesBetweenTwoPages() throws Exception {
    Random random = new Random(3);
    for (int round = 0; round < 20; round++) {
      assertEquals(plain(), unzipped(), "round " + round);
      assertEquals(plain(), unzipped(), "round " + round + ", unchanged");
      if (round % 3 == 0) {
        source.subjects.get(random.nextInt(2_000)).value++;
        source.alone++;
      } else if (round % 3 == 1) {
        source.subjects.set(random.nextInt(2_000), new Subject(Tags.of("subject", "new" + round)));
      } else {
        source.subjects.remove(random.nextInt(2_000));
      }
    }
    assertTrue(get(Map.of(), true).length * 8 < get(Map.of(), false).length);
  }

  @Test
  void shouldTellEachSubjectOnceAndLeaveOutWhatIsGone() throws Exception {
    List<String> lines = plain().lines().filter(line -> line.startsWith("a_many{")).toList();
    assertEquals(SUBJECTS - 1, new TreeSet<>(lines).size());
    assertEquals(SUBJECTS - 1, lines.size());
    assertFalse(plain().contains("gone"));
    assertTrue(plain().contains("d_many_s_total{part=\"0\",subject=\"s0\"} 0\n"));
  }

  @Test
  void shouldTellWhatIsAskedForByNameAndNotExcluded() throws Exception {
    Map<String, List<String>> names =
        Map.of("name[]", List.of("a_before_many", "b_before_many", "nonsense"));
    String told = new String(get(names, false), StandardCharsets.UTF_8);
    assertEquals(
        List.of("# HELP a_before_many Many.", "# TYPE a_before_many gauge", "a_before_many 0"),
        told.lines().toList());
    assertFalse(plain().contains("b_before_many"));
  }

  @Test
  void shouldMakeNoMorePiecesThanAreTaken() throws Exception {
    HttpAnswer answer = page.get(new HttpAsked(Map.of(), false)).toCompletableFuture().get();
    HttpPieces rest = answer.rest();
    assertNotNull(rest);
    answer.content().release();
    source.subjects.get(SUBJECTS - 1).value = 77;
    StringBuilder later = new StringBuilder();
    for (ByteBuf piece = next(rest); piece != null; piece = next(rest)) {
      later.append(piece.toString(StandardCharsets.UTF_8));
      piece.release();
    }
    assertTrue(later.toString().contains("s2999\"} 77\n"), "what is read later is newer");
    assertNull(next(rest));
  }

  private static ByteBuf next(HttpPieces rest) throws Exception {
    return rest.next().toCompletableFuture().get();
  }
}

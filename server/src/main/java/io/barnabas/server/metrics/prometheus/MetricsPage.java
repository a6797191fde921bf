package io.barnabas.server.metrics.prometheus;

import io.barnabas.server.http.HttpAnswer;
import io.barnabas.server.http.HttpAsked;
import io.barnabas.server.http.HttpPage;
import io.barnabas.server.metrics.MetricSource;
import io.netty.buffer.ByteBuf;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All metrics, or those that are asked for by {@code name[]}, as the exporters of Prometheus have
 * it; made on a thread of its own, compressed for whoever takes that.
 */
public final class MetricsPage implements HttpPage {
  private static final int WAITING_MAX = 4;

  /** Pages on their way: what is known of one waits in memory for whoever takes it slowly. */
  private static final int SENDING_MAX = 20;

  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;
  private static final String NAMES = "name[]";

  private final List<MetricSource> sources;
  private final List<MetricSource> pageOnly;
  private final Predicate<String> told;
  private final Executor executor;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger sending = new AtomicInteger();

  /** What all pages are made with; the executor's. */
  private final AsciiBuffer out = new AsciiBuffer(128 << 10);

  private final Readings readings = new Readings();
  private @Nullable Compressor compressor;

  /**
   * A page of what these sources tell when it is asked for.
   *
   * @param pageOnly more of them, which others do not tell
   * @param told which names are told at all
   * @param executor runs one task at a time
   */
  public MetricsPage(
      List<MetricSource> sources,
      List<MetricSource> pageOnly,
      Predicate<String> told,
      Executor executor) {
    this.sources = sources;
    this.pageOnly = pageOnly;
    this.told = told;
    this.executor = executor;
  }

  @Override
  public CompletionStage<HttpAnswer> get(HttpAsked asked) {
    if (waiting.incrementAndGet() > WAITING_MAX || sending.get() >= SENDING_MAX) {
      waiting.decrementAndGet();
      return CompletableFuture.completedStage(
          HttpAnswer.plain(UNAVAILABLE, "too many ask at the same time"));
    }
    return CompletableFuture.supplyAsync(() -> scrape(asked), executor)
        .whenComplete((answer, failure) -> waiting.decrementAndGet());
  }

  private HttpAnswer scrape(HttpAsked asked) {
    Set<String> names = new HashSet<>(asked.parameters().getOrDefault(NAMES, List.of()));
    ScrapedText text = new ScrapedText(names.isEmpty() ? told : told.and(names::contains));
    sources.forEach(source -> source.collect(text));
    pageOnly.forEach(source -> source.collect(text));
    PageForm form = asked.takesGzip() ? new GzipForm(compressor()) : new PlainForm(readings);
    PagePieces pieces =
        new PagePieces(text.families(), form, out, executor, sending::decrementAndGet);
    ByteBuf first = pieces.make();
    if (!pieces.ended()) {
      sending.incrementAndGet();
    }
    return new HttpAnswer(
        OK,
        ScrapedText.CONTENT_TYPE,
        asked.takesGzip() ? "gzip" : null,
        first,
        pieces.ended() ? null : pieces);
  }

  private Compressor compressor() {
    if (compressor == null) {
      compressor = new Compressor();
    }
    return compressor;
  }
}

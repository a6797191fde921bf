package io.barnabas.server.metrics.prometheus;

import io.barnabas.server.http.HttpAnswer;
import io.barnabas.server.http.HttpPage;
import io.barnabas.server.metrics.MetricSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** All metrics; made on a thread of its own, one page at a time. */
public final class MetricsPage implements HttpPage {
  private static final int WAITING_MAX = 4;
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final List<MetricSource> sources;
  private final List<MetricSource> pageOnly;
  private final Executor executor;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * A page of what these sources tell when it is asked for.
   *
   * @param pageOnly more of them, which others do not tell
   * @param executor runs one task at a time
   */
  public MetricsPage(List<MetricSource> sources, List<MetricSource> pageOnly, Executor executor) {
    this.sources = sources;
    this.pageOnly = pageOnly;
    this.executor = executor;
  }

  @Override
  public CompletionStage<HttpAnswer> get() {
    if (waiting.incrementAndGet() > WAITING_MAX) {
      waiting.decrementAndGet();
      return CompletableFuture.completedStage(
          HttpAnswer.plain(UNAVAILABLE, "too many ask at the same time"));
    }
    return CompletableFuture.supplyAsync(this::scrape, executor)
        .whenComplete((answer, failure) -> waiting.decrementAndGet());
  }

  private HttpAnswer scrape() {
    ScrapedText text = new ScrapedText();
    sources.forEach(source -> source.collect(text));
    pageOnly.forEach(source -> source.collect(text));
    return new HttpAnswer(OK, ScrapedText.CONTENT_TYPE, text.content());
  }
}

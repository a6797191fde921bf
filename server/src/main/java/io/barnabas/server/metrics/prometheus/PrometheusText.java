package io.barnabas.server.metrics.prometheus;

import io.barnabas.server.metrics.MetricSource;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Reads all sources and writes what they tell. One thread at a time. */
public final class PrometheusText {
  /** Version 0.0.4, which everybody reads. */
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  /** Writes a scrape's answer. */
  public void write(List<? extends MetricSource> sources, OutputStream out) throws IOException {
    ScrapedFamilies families = new ScrapedFamilies();
    sources.forEach(source -> source.collect(families));
    writer.write(out, families.snapshots(), EscapingScheme.ALLOW_UTF8);
  }
}

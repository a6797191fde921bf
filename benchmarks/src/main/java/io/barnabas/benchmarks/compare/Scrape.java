package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.FirstRecords;
import io.barnabas.benchmarks.load.LatencyHistogram;
import io.barnabas.benchmarks.load.OffsetCommitLoad;
import io.barnabas.benchmarks.load.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What it costs to be scraped with many partitions, each with a record and with the offset of a
 * group: page after page as it is; then as Prometheus does it, compressed and so seldom that all is
 * looked up anew; and the same after something was written to every partition. Of Apache Kafka,
 * which has no page of metrics, nothing is measured.
 *
 * @param partitions in topics of 1,000
 */
record Scrape(Contender contender, Path home, int port, int partitions) implements Measurements {
  private static final int PER_TOPIC = 1_000;
  private static final int WARM_UP = 50;
  private static final int SCRAPES = 100;
  private static final int SELDOM = 20;

  /** What is a second old is looked up again. */
  private static final int PAUSE_MS = 1_100;

  private static final String PLAIN = "";

  /** As Prometheus 3 asks. */
  private static final String PROMETHEUS =
      "Accept: application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
          + "application/openmetrics-text;version=0.0.1;q=0.5,"
          + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,"
          + "*/*;q=0.2\r\nAccept-Encoding: gzip\r\n";

  @Override
  public Map<Metric, Double> measure() throws Exception {
    Map<Metric, Double> measured = new EnumMap<>(Metric.class);
    int http = port + 2;
    Contender watched = contender.watchedAt(http);
    if (watched == null) {
      return measured;
    }
    watched.prepare(home, port);
    try (RunningBroker broker = RunningBroker.start(watched, home, port)) {
      List<Topic> topics = new ArrayList<>();
      for (int made = 0; made < partitions; made += PER_TOPIC) {
        String name = "scraped-" + made;
        int size = Math.min(PER_TOPIC, partitions - made);
        topics.add(broker.serve(connection -> Topic.create(connection, name, size)));
      }
      FirstRecords records = new FirstRecords(4, 5);
      records.run(port, topics);
      for (Topic topic : topics) {
        broker.serve(
            connection -> {
              new OffsetCommitLoad(1, 1, 1).once(connection, topic);
              return topic;
            });
      }
      Scraper scraper = new Scraper(broker, http);
      scraper.scrape(PLAIN, WARM_UP, () -> {});
      Seen plain = scraper.scrape(PLAIN, SCRAPES, () -> {});
      scraper.scrape(PROMETHEUS, WARM_UP, () -> {});
      Seen seldom = scraper.scrape(PROMETHEUS, SELDOM, () -> Thread.sleep(PAUSE_MS));
      Seen moved =
          scraper.scrape(
              PROMETHEUS,
              SELDOM / 2,
              () -> {
                records.run(port, topics);
                Thread.sleep(PAUSE_MS);
              });
      measured.put(Metric.SCRAPE_P50_MS, plain.p50Ms());
      measured.put(Metric.SCRAPE_P99_MS, plain.p99Ms());
      measured.put(Metric.SCRAPE_CPU_MS, plain.cpuMs);
      measured.put(Metric.SCRAPE_MIB, plain.mib());
      measured.put(Metric.PROMETHEUS_P50_MS, seldom.p50Ms());
      measured.put(Metric.PROMETHEUS_P99_MS, seldom.p99Ms());
      measured.put(Metric.PROMETHEUS_CPU_MS, seldom.cpuMs);
      measured.put(Metric.PROMETHEUS_MIB, seldom.mib());
      measured.put(Metric.MOVED_P50_MS, moved.p50Ms());
      measured.put(Metric.MOVED_P99_MS, moved.p99Ms());
      measured.put(Metric.MOVED_CPU_MS, moved.cpuMs);
      measured.put(Metric.PEAK_RSS_MIB, broker.proc().residentPeakMib());
      measured.put(Metric.STOP_MS, broker.stop());
    }
    return measured;
  }

  private interface Before {
    void run() throws Exception;
  }

  private record Seen(LatencyHistogram took, double cpuMs, int bytes) {
    double p50Ms() {
      return took.quantile(0.5) / 1e6;
    }

    double p99Ms() {
      return took.quantile(0.99) / 1e6;
    }

    double mib() {
      return bytes / (double) (1 << 20);
    }
  }

  /** Reads and throws away: what somebody else does with a page is not measured. */
  private record Scraper(RunningBroker broker, int http) {
    Seen scrape(String headers, int times, Before before) throws Exception {
      LatencyHistogram took = new LatencyHistogram();
      double cpu = 0;
      int bytes = 0;
      for (int i = 0; i < times; i++) {
        before.run();
        double cpuBefore = broker.proc().cpuSeconds();
        long start = System.nanoTime();
        bytes = once(headers);
        took.record(System.nanoTime() - start);
        cpu += broker.proc().cpuSeconds() - cpuBefore;
      }
      return new Seen(took, cpu * 1e3 / times, bytes);
    }

    private int once(String headers) throws IOException {
      try (Socket socket = new Socket("127.0.0.1", http)) {
        String request =
            "GET /metrics HTTP/1.1\r\nHost: here\r\nConnection: close\r\n" + headers + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        byte[] room = new byte[64 << 10];
        InputStream in = socket.getInputStream();
        int bytes = in.read(room);
        if (!new String(room, 0, Math.max(0, bytes), StandardCharsets.US_ASCII)
            .startsWith("HTTP/1.1 200 ")) {
          throw new IOException("no page of metrics");
        }
        for (int more = in.read(room); more >= 0; more = in.read(room)) {
          bytes += more;
        }
        return bytes;
      }
    }
  }
}

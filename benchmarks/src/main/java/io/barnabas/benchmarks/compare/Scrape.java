package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.FirstRecords;
import io.barnabas.benchmarks.load.LatencyHistogram;
import io.barnabas.benchmarks.load.OffsetCommitLoad;
import io.barnabas.benchmarks.load.Topic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What it costs to be scraped with many partitions, each with a record and with the offset of a
 * group. Of Apache Kafka, which has no page of metrics, nothing is measured.
 *
 * @param partitions in topics of 1,000
 */
record Scrape(Contender contender, Path home, int port, int partitions) implements Measurements {
  private static final int PER_TOPIC = 1_000;
  private static final int WARM_UP = 50;
  private static final int SCRAPES = 100;

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
      new FirstRecords(4, 5).run(port, topics);
      for (Topic topic : topics) {
        broker.serve(
            connection -> {
              new OffsetCommitLoad(1, 1, 1).once(connection, topic);
              return topic;
            });
      }
      HttpClient client = HttpClient.newHttpClient();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/metrics")).build();
      for (int i = 0; i < WARM_UP; i++) {
        client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      }
      LatencyHistogram took = new LatencyHistogram();
      double before = broker.proc().cpuSeconds();
      int bytes = 0;
      for (int i = 0; i < SCRAPES; i++) {
        long start = System.nanoTime();
        bytes = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body().length;
        took.record(System.nanoTime() - start);
      }
      measured.put(Metric.SCRAPE_CPU_MS, (broker.proc().cpuSeconds() - before) * 1e3 / SCRAPES);
      measured.put(Metric.SCRAPE_P50_MS, took.quantile(0.5) / 1e6);
      measured.put(Metric.SCRAPE_P99_MS, took.quantile(0.99) / 1e6);
      measured.put(Metric.SCRAPE_MIB, bytes / (double) (1 << 20));
      measured.put(Metric.PEAK_RSS_MIB, broker.proc().residentPeakMib());
      measured.put(Metric.STOP_MS, broker.stop());
    }
    return measured;
  }
}

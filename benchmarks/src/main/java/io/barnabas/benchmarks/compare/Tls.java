package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.FetchLoad;
import io.barnabas.benchmarks.load.LoadResult;
import io.barnabas.benchmarks.load.ProduceLoad;
import io.barnabas.benchmarks.load.TlsTunnel;
import io.barnabas.benchmarks.load.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What producing and fetching cost the broker when everything is encrypted.
 *
 * @param seconds each of the two is measured
 * @param warmup processor seconds of the broker by each before that
 */
record Tls(Contender contender, Path home, int port, double seconds, double warmup)
    implements Measurements {
  private static final int CONNECTIONS = 4;
  private static final int PIPELINE = 5;
  private static final int PARTITIONS = 6;
  private static final int FETCH_BYTES = 1 << 20;
  private static final String PASSWORD = "of-no-use-to-anybody";

  @Override
  public Map<Metric, Double> measure() throws Exception {
    Map<Metric, Double> measured = new EnumMap<>(Metric.class);
    int encrypted = port + 2;
    Contender encrypting = contender.with("SSL://127.0.0.1:" + encrypted, settings());
    encrypting.prepare(home, port);
    try (RunningBroker broker = RunningBroker.start(encrypting, home, port);
        TlsTunnel tunnel = new TlsTunnel(encrypted)) {
      ProduceLoad produce =
          new ProduceLoad(CONNECTIONS, PIPELINE, BATCH_BYTES, RECORD_BYTES, CODEC, (short) -1);
      Topic topic =
          broker.serve(
              connection -> {
                Topic created = Topic.create(connection, "load", PARTITIONS);
                produce.once(connection, created);
                return created;
              });
      FetchLoad fetch = new FetchLoad(CONNECTIONS, FETCH_BYTES);
      broker.warmUp(warmup, () -> produce.run(tunnel.port(), topic, 0.5));
      double before = broker.proc().cpuSeconds();
      LoadResult produced = produce.run(tunnel.port(), topic, seconds);
      double produceCpu = broker.proc().cpuSeconds() - before;
      // Only now: right after a change of load some code is compiled anew.
      broker.warmUp(warmup, () -> fetch.run(tunnel.port(), topic, 0.5));
      before = broker.proc().cpuSeconds();
      LoadResult fetched = fetch.run(tunnel.port(), topic, seconds);
      double fetchCpu = broker.proc().cpuSeconds() - before;
      measured.put(Metric.PRODUCE_CPU_S_PER_GB, produceCpu / (produced.bytes() / 1e9));
      measured.put(Metric.PRODUCE_MB_PER_S, produced.megabytesPerSecond());
      measured.put(Metric.PRODUCE_P99_MS, produced.latencyMs(0.99));
      measured.put(Metric.FETCH_CPU_S_PER_GB, fetchCpu / (fetched.bytes() / 1e9));
      measured.put(Metric.FETCH_MB_PER_S, fetched.megabytesPerSecond());
      measured.put(Metric.PEAK_RSS_MIB, broker.proc().residentPeakMib());
      measured.put(Metric.STOP_MS, broker.stop());
    }
    return measured;
  }

  private Map<String, String> settings() throws IOException, InterruptedException {
    Path keys = home.resolve("keys.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made =
        new ProcessBuilder(
                List.of(
                    keytool,
                    "-genkeypair",
                    "-alias",
                    "broker",
                    "-keyalg",
                    "RSA",
                    "-keysize",
                    "2048",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    keys.toString(),
                    "-storepass",
                    PASSWORD,
                    "-dname",
                    "CN=localhost",
                    "-validity",
                    "2"))
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("keytool.log").toFile())
            .start();
    if (made.waitFor() != 0) {
      throw new IOException("keytool failed, see " + home);
    }
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("ssl.keystore.type", "PKCS12");
    settings.put("ssl.keystore.location", keys.toString());
    settings.put("ssl.keystore.password", PASSWORD);
    return settings;
  }
}

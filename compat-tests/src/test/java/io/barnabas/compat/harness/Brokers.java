package io.barnabas.compat.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The brokers that one test starts for itself; all are killed and removed when it ends. */
public final class Brokers implements AutoCloseable {
  private final List<BrokerProcess> brokers = new ArrayList<>();

  /** A broker that is not started yet. */
  public BrokerProcess create(Map<String, String> settings) throws IOException {
    return create(Ports.free(RandomGenerator.getDefault()), settings);
  }

  /** A broker on a given port that is not started yet. */
  public BrokerProcess create(int port, Map<String, String> settings) throws IOException {
    return create(Distribution.underTest(), port, settings);
  }

  /** A broker of a given kind on a given port that is not started yet. */
  public BrokerProcess create(Distribution distribution, int port, Map<String, String> settings)
      throws IOException {
    BrokerProcess broker =
        new BrokerProcess(distribution, TemporaryDirectories.create(), port, settings);
    brokers.add(broker);
    return broker;
  }

  public BrokerProcess start(Map<String, String> settings)
      throws IOException, InterruptedException {
    return create(settings).start();
  }

  void printOutputs() {
    brokers.forEach(broker -> System.out.println(broker.tail()));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    // All before any directory goes: one broker may have been given another's.
    for (BrokerProcess broker : brokers) {
      broker.end();
    }
    for (BrokerProcess broker : brokers) {
      broker.remove();
    }
  }
}

package io.barnabas.compat.transactions.faults;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.Distribution;
import io.barnabas.compat.harness.Ports;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What is tested: {@code -Dtransactions.target=kafka} for Apache Kafka, as the control. */
final class Target {
  private Target() {}

  static BrokerProcess start(Brokers brokers, Map<String, String> settings) throws Exception {
    Distribution distribution =
        System.getProperty("transactions.target", "barnabas").equals("kafka")
            ? Distribution.apacheKafka("broker")
            : Distribution.underTest();
    return brokers.create(distribution, Ports.free(RandomGenerator.getDefault()), settings).start();
  }
}

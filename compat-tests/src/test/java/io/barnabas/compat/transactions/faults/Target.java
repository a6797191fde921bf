package io.barnabas.compat.transactions.faults;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.Distribution;
import io.barnabas.compat.harness.Ports;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What is tested: {@code -Dtransactions.target=kafka} for Apache Kafka, as the control. */
final class Target {
  private Target() {}

  static BrokerProcess start(Brokers brokers, Map<String, String> settings) throws Exception {
    boolean control = System.getProperty("transactions.target", "barnabas").equals("kafka");
    Map<String, String> all = new HashMap<>(settings);
    Distribution distribution = Distribution.underTest();
    if (control) {
      distribution = Distribution.apacheKafka("broker");
      all.putAll(controlSettings());
    }
    return brokers.create(distribution, Ports.free(RandomGenerator.getDefault()), all).start();
  }

  /**
   * What Apache Kafka says to itself (markers, verifications) goes by way of a listener of its own,
   * so that what is done to clients is done to clients only, as in Barnabas, which has no need of a
   * connection for that. And it takes itself for dead sooner, so that it is back sooner.
   */
  private static Map<String, String> controlSettings() {
    return Map.of(
        "more.listeners", "INTERNAL://127.0.0.1:" + Ports.free(RandomGenerator.getDefault()),
        "inter.broker.listener.name", "INTERNAL",
        "listener.security.protocol.map",
            "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,INTERNAL:PLAINTEXT",
        "broker.session.timeout.ms", "3000",
        "broker.heartbeat.interval.ms", "500");
  }
}

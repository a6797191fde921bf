package io.barnabas.compat.transactions.faults;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.Distribution;
import io.barnabas.compat.harness.Ports;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * What is tested: {@code -Dtransactions.target=kafka} for Apache Kafka, as the control.
 *
 * <p>Apache Kafka has what it needs to do without fault of its own. What it says to itself
 * (markers, verifications) goes by way of a listener of its own, so that what is done to clients is
 * done to clients only, as in Barnabas, which needs no connection for that. And its controller is a
 * process of its own, which outlives the broker and has noticed its death before the broker is
 * there again: otherwise the broker takes itself for the leader at first, loses its partitions to
 * its own registration, and up to 4.4 at least takes partitions without a leader for deleted ones,
 * whose markers it leaves out (KAFKA-20734). A transaction that was open or decided when the broker
 * died is then completed without its markers: its records hang, or share the fate of the next
 * one's.
 */
final class Target {
  private static final int SESSION_TIMEOUT_MS = 3_000;
  private static final int NOTICED_MS = SESSION_TIMEOUT_MS + 1_500;

  private Target() {}

  static BrokerProcess start(Brokers brokers, Map<String, String> settings) throws Exception {
    if (!System.getProperty("transactions.target", "barnabas").equals("kafka")) {
      return brokers
          .create(Distribution.underTest(), Ports.free(RandomGenerator.getDefault()), settings)
          .start();
    }
    int controller = Ports.free(RandomGenerator.getDefault());
    Distribution kafka = Distribution.apacheKafka("broker", controller);
    brokers
        .create(kafka, controller, Map.of("broker.session.timeout.ms", "" + SESSION_TIMEOUT_MS))
        .start();
    Map<String, String> all = new HashMap<>(settings);
    all.put("more.listeners", "INTERNAL://127.0.0.1:" + Ports.free(RandomGenerator.getDefault()));
    all.put("inter.broker.listener.name", "INTERNAL");
    all.put(
        "listener.security.protocol.map",
        "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,INTERNAL:PLAINTEXT");
    all.put("broker.session.timeout.ms", "" + SESSION_TIMEOUT_MS);
    all.put("broker.heartbeat.interval.ms", "500");
    return brokers.create(kafka, Ports.free(RandomGenerator.getDefault()), all).start();
  }

  /** Kills it and starts it again. */
  static void restart(BrokerProcess broker) throws Exception {
    broker.kill();
    if (broker.isControl()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(NOTICED_MS));
    }
    broker.start();
  }
}

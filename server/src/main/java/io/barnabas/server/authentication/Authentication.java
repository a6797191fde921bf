package io.barnabas.server.authentication;

import io.barnabas.codec.Bytes;
import io.barnabas.server.config.SaslConfig;
import io.barnabas.server.config.SaslMechanismConfig;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** How clients prove who they are on all listeners of one broker that ask for it. Any thread. */
public final class Authentication implements AutoCloseable {
  private final Map<String, SaslListener> listeners = new HashMap<>();
  private final List<SaslMechanism> mechanisms = new ArrayList<>();

  /**
   * What it works with.
   *
   * @param random cannot be foretold; any thread
   * @param secretOfNobody what the salts follow from that SCRAM asks those with who are not known;
   *     asked for where there is SCRAM
   * @param executor runs what is slow
   * @param fetches runs what waits for the servers of others, which may not answer: nobody's proof
   *     waits for that
   * @param timer triggers
   */
  public record World(
      ScramSource scram,
      RandomGenerator random,
      Supplier<Bytes> secretOfNobody,
      Executor executor,
      Executor fetches,
      ScheduledExecutorService timer,
      InstantSource clock,
      LongSupplier nanoTime) {}

  private Authentication() {}

  /**
   * Sets everything up; may wait for files, and for the servers of Kerberos.
   *
   * @throws io.barnabas.server.config.ConfigException if something cannot work
   */
  public static Authentication open(SaslConfig config, World world) {
    Authentication opened = new Authentication();
    Mechanisms made = new Mechanisms(world);
    config.listeners().forEach((name, listener) -> opened.add(name, listener, config, made, world));
    return opened;
  }

  private void add(
      String name, SaslConfig.OfListener config, SaslConfig sasl, Mechanisms made, World world) {
    Map<String, SaslMechanism> byName = new LinkedHashMap<>();
    Map<String, Long> maxReauthMs = new HashMap<>();
    for (SaslMechanismConfig each : config.mechanisms()) {
      SaslMechanism mechanism = made.make(name, each);
      mechanisms.add(mechanism);
      byName.put(each.name(), mechanism);
      maxReauthMs.put(each.name(), each.maxReauthMs());
    }
    listeners.put(
        name,
        new SaslListener(
            byName,
            List.copyOf(byName.keySet()),
            maxReauthMs,
            config.maxReceiveBytes(),
            sasl.failureDelayMs(),
            world.executor(),
            world.clock()::millis,
            world.nanoTime()));
  }

  /** The listeners that ask for it, by name. */
  public Map<String, SaslListener> listeners() {
    return Map.copyOf(listeners);
  }

  @Override
  public void close() {
    mechanisms.forEach(SaslMechanism::close);
  }
}

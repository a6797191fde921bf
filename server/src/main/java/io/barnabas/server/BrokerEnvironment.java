package io.barnabas.server;

import io.barnabas.codec.Uuid;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The world a broker lives in, besides its directories and its network.
 *
 * @param clock wall-clock time
 * @param nanoTime monotonic time in nanoseconds
 * @param clusterId the cluster that directories without one are to belong to; zero for a new one
 * @param random for ids that must not repeat; used by any thread
 */
public record BrokerEnvironment(
    InstantSource clock, LongSupplier nanoTime, RandomGenerator random, Uuid clusterId) {

  /** The real one. */
  public static BrokerEnvironment system() {
    return new BrokerEnvironment(
        InstantSource.system(), System::nanoTime, new SecureRandom(), Uuid.ZERO);
  }

  /** The same, with a cluster to belong to. */
  public BrokerEnvironment inCluster(Uuid id) {
    return new BrokerEnvironment(clock, nanoTime, random, id);
  }
}

package io.barnabas.server.network;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Shows what is fuzzed in this package to others. */
public final class NetworkTargets {
  /** The class that has the targets. */
  public static final Class<?> TEST = NetworkFuzzTest.class;

  /** The class that asks a whole broker. */
  public static final Class<?> SERVED = ServedFuzzTest.class;

  private NetworkTargets() {}

  /** The targets by name, in an order that stays. */
  public static Map<String, Consumer<byte[]>> all() {
    NetworkFuzzTest network = new NetworkFuzzTest();
    Map<String, Consumer<byte[]>> all = new TreeMap<>();
    all.put("frames", network::frames);
    all.put("proofs", network::proofs);
    all.put("requests", network::requests);
    return all;
  }

  /** A run of inputs of {@link #SERVED}, each of which may fail. */
  public interface Served extends AutoCloseable {
    /** Tries one. */
    void run(byte[] input) throws Exception;

    @Override
    void close();
  }

  /** Begins one. */
  public static Served served() {
    ServedFuzzTest test = new ServedFuzzTest();
    return new Served() {
      @Override
      public void run(byte[] input) throws Exception {
        test.served(input);
      }

      @Override
      public void close() {
        test.clean();
      }
    };
  }
}

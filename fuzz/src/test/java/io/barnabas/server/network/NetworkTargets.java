package io.barnabas.server.network;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Shows what is fuzzed in this package to others. */
public final class NetworkTargets {
  /** The class that has the targets. */
  public static final Class<?> TEST = NetworkFuzzTest.class;

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
}

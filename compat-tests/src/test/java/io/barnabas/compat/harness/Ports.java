package io.barnabas.compat.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/**
 * Finds free ports below the range from which the system picks source ports, so that a client's
 * connection cannot take the port of a broker that is down between two starts.
 */
public final class Ports {
  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 31_000;

  private Ports() {}

  public static int free(RandomGenerator random) {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int port = random.nextInt(LOWEST, HIGHEST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}

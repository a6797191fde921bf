package io.barnabas.server;

import io.barnabas.server.config.Listener;
import io.barnabas.server.config.ListenerConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** What clients are told, once it is known which ports were bound. */
final class Advertised {
  private Advertised() {}

  /** The advertised listeners with a port and a host that mean something to clients. */
  static List<Listener> listeners(ListenerConfig config, List<Listener> bound) {
    return config.advertised().stream().map(told -> complete(config, told, bound)).toList();
  }

  private static Listener complete(ListenerConfig config, Listener told, List<Listener> bound) {
    int port = told.port();
    for (Listener listener : bound) {
      if (port == 0 && listener.name().equals(told.name())) {
        port = listener.port();
      }
    }
    return new Listener(
        told.name(),
        told.protocol(),
        told.isOnAllAddresses() ? ownName(config) : told.host(),
        port);
  }

  /**
   * The name of this machine, as Apache Kafka would tell it. Where clients are told the address
   * they came by it is for the metadata alone, and need not be asked for of a name server.
   */
  private static String ownName(ListenerConfig config) {
    try {
      if (!config.reached().isEmpty()) {
        return InetAddress.getLocalHost().getHostName();
      }
      return InetAddress.getLocalHost().getCanonicalHostName();
    } catch (UnknownHostException e) {
      if (!config.reached().isEmpty()) {
        return "localhost";
      }
      throw new StartException(
          "This machine does not know its own name ("
              + e.getMessage()
              + "): set advertised.listeners");
    }
  }
}

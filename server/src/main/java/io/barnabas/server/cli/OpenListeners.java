package io.barnabas.server.cli;

import io.barnabas.server.BrokerConfig;
import io.barnabas.server.config.Listener;
import io.barnabas.server.tls.TlsConfig;
import io.barnabas.server.tls.TlsListeners;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which listeners let clients from other machines in without asking who they are. */
final class OpenListeners {
  private OpenListeners() {}

  static List<Listener> of(BrokerConfig config) {
    List<Listener> bound = config.listeners().bound();
    Set<String> asking =
        TlsListeners.check(config.settings(), bound).stream()
            .filter(TlsConfig::provesClients)
            .map(TlsConfig::listener)
            .collect(Collectors.toSet());
    return bound.stream()
        .filter(listener -> !listener.protocol().usesSasl() && !asking.contains(listener.name()))
        .filter(OpenListeners::isReachable)
        .toList();
  }

  /** Whether other machines can connect to it. */
  static boolean isReachable(Listener listener) {
    if (listener.host().isEmpty()) {
      return true;
    }
    try {
      return !InetAddress.getByName(listener.host()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return true; // Binding it will say so.
    }
  }
}

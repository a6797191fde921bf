package io.barnabas.server.cli;

import io.barnabas.server.config.ForwardRules;
import io.barnabas.server.config.Listener;
import io.barnabas.server.config.ListenerConfig;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Says, when a broker has started, from where clients will be able to connect. */
final class Reachability {
  private static final int ADDRESSES_NAMED = 8;

  private final ListenerConfig config;
  private final List<InetAddress> own;

  /**
   * For one broker.
   *
   * @param own the addresses of this machine
   */
  Reachability(ListenerConfig config, List<InetAddress> own) {
    this.config = config;
    this.own = List.copyOf(own);
  }

  /** The addresses of this machine that others could know it by, its own first. */
  static List<InetAddress> ownAddresses() {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(address -> !address.isLinkLocalAddress())
          .sorted(
              Comparator.comparing((InetAddress address) -> !address.isLoopbackAddress())
                  .thenComparing(address -> address instanceof Inet6Address))
          .toList();
    } catch (SocketException e) {
      return List.of();
    }
  }

  /**
   * One line.
   *
   * @param told what clients are told of each listener, with the ports really bound
   */
  String of(List<Listener> told) {
    return told.stream().map(this::of).collect(Collectors.joining("; "));
  }

  private String of(Listener told) {
    Listener bound =
        config.bound().stream()
            .filter(listener -> listener.name().equals(told.name()))
            .findFirst()
            .orElse(told);
    String where = isLoopback(bound) ? " from this machine alone" : "";
    ForwardRules rules = config.reached().get(told.name());
    if (rules == null) {
      String others =
          isLoopback(told) && !isLoopback(bound) ? ", which to other machines is themselves" : "";
      return told + where + ", as advertised.listeners says" + others;
    }
    if (!bound.isOnAllAddresses()) {
      return told + where;
    }
    return told.name()
        + "://"
        + own.stream()
            .limit(ADDRESSES_NAMED)
            .map(address -> NetUtil.toSocketAddressString(text(address), told.port()))
            .collect(Collectors.joining(", "))
        + (own.size() > ADDRESSES_NAMED ? ", ..." : "")
        + ", where each client is told the address it came by"
        + (rules.rules().isEmpty() ? "" : " unless barnabas.advertised.forwards has another");
  }

  private static String text(InetAddress address) {
    return NetUtil.toAddressString(address);
  }

  private static boolean isLoopback(Listener listener) {
    try {
      return !listener.host().isEmpty()
          && InetAddress.getByName(listener.host()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false; // The name may mean something to clients.
    }
  }
}

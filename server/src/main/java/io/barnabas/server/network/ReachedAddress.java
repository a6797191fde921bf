package io.barnabas.server.network;

import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.ClientConnection.Address;
import io.barnabas.server.config.ForwardRule;
import io.barnabas.server.config.ForwardRules;
import io.barnabas.server.config.Listener;
import io.barnabas.server.config.SettingCatalogue;
import io.barnabas.server.tls.SessionHost;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By which address the clients of one listener reach this broker: the host they asked for under
 * TLS, or what the rules have for those who come through a forwarded port, or the one host the
 * listener is open on, or a name in the certificate they were shown that is not for the address, or
 * the address the connection arrived at. The first of these that is known. Any thread.
 */
final class ReachedAddress {
  private static final Logger LOG = LoggerFactory.getLogger(ReachedAddress.class);

  private final Listener listener;
  private final ForwardRules rules;

  /** Under which ports gateways forward to this one, as far as that has been found out. */
  private final Map<InetAddress, Integer> published = new ConcurrentHashMap<>();

  ReachedAddress(Listener listener, ForwardRules rules) {
    this.listener = listener;
    this.rules = rules;
  }

  /**
   * Lets answers on this connection name this broker so.
   *
   * @param session what came of the handshake; null where there is none, or not yet
   */
  void note(ClientConnection client, @Nullable SSLSession session) {
    InetSocketAddress local = client.localAddress();
    InetAddress from = client.clientAddress().getAddress();
    ForwardRule rule = rules.find(from);
    int port = rule == null ? 0 : rule.port();
    if (port == ForwardRule.PUBLISHED) {
      port = published.getOrDefault(from, 0);
    }
    if (port == 0) {
      port = local.getPort();
    }
    client.reaches(new Address(host(rule, local.getAddress(), session), port));
  }

  /** Whether a rule leaves a port to be found out, where that can be done: not behind TLS. */
  boolean hasToFind() {
    return !listener.protocol().usesTls()
        && rules.rules().stream().anyMatch(rule -> rule.port() == ForwardRule.PUBLISHED);
  }

  /**
   * Finds it out. Blocks.
   *
   * @param port the one really bound
   */
  void find(PublishedPorts ports, int port) {
    for (ForwardRule rule : rules.rules()) {
      for (InetAddress gateway : rule.gateways()) {
        OptionalInt found = ports.find(gateway, port);
        if (found.isPresent()) {
          published.put(gateway, found.getAsInt());
          LOG.info(
              "{} is published as port {} of {}: clients that come from there are told {}:{}",
              listener.name(),
              found.getAsInt(),
              gateway.getHostAddress(),
              rule.host(),
              found.getAsInt());
        } else {
          LOG.info(
              "{} was not found at {} under any of the ports {}; clients that come from there are"
                  + " told {}:{}. If it is published under another one, set {}=gateway={}:PORT",
              listener.name(),
              gateway.getHostAddress(),
              PublishedPorts.candidates(port),
              rule.host(),
              port,
              SettingCatalogue.ADVERTISED_FORWARDS,
              rule.host());
        }
      }
    }
  }

  private String host(@Nullable ForwardRule rule, InetAddress local, @Nullable SSLSession session) {
    String asked = session == null ? null : SessionHost.asked(session);
    if (asked != null) {
      return asked;
    }
    if (rule != null && !rule.host().isEmpty()) {
      return rule.host();
    }
    if (!listener.isOnAllAddresses()) {
      return listener.host();
    }
    String certified = session == null ? null : SessionHost.certified(session, local);
    return certified == null ? text(local) : certified;
  }

  /** Without the scope, which is a name of this machine's own interface. */
  private static String text(InetAddress address) {
    if (address instanceof Inet6Address scoped) {
      try {
        return NetUtil.toAddressString(InetAddress.getByAddress(scoped.getAddress()));
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e); // Sixteen bytes are always an address.
      }
    }
    return address.getHostAddress();
  }
}

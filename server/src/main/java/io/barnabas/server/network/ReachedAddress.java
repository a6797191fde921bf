package io.barnabas.server.network;

import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.ClientConnection.Address;
import io.barnabas.server.config.ForwardRule;
import io.barnabas.server.config.ForwardRules;
import io.barnabas.server.config.Listener;
import io.barnabas.server.tls.SessionHost;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * By which address the clients of one listener reach this broker: the host they asked for under
 * TLS, or what the rules have for those who come through a forwarded port, or the one host the
 * listener is open on, or a name in the certificate they were shown that is not for the address, or
 * the address the connection arrived at. The first of these that is known. Immutable.
 */
final class ReachedAddress {
  private final Listener listener;
  private final ForwardRules rules;

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
    ForwardRule rule = rules.find(client.clientAddress().getAddress());
    int port = rule == null || rule.port() == 0 ? local.getPort() : rule.port();
    client.reaches(new Address(host(rule, local.getAddress(), session), port));
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

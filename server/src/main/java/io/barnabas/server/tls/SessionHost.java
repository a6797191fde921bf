package io.barnabas.server.tls;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * By which name a client will know this host to be the one it means: the name it asked for (RFC
 * 6066, section 3), or, since many clients ask for none that has no dot, one in the certificate
 * they were shown.
 */
public final class SessionHost {
  private static final String LOOPBACK = "localhost";

  private SessionHost() {}

  /** The name the client has asked for; null for none. */
  public static @Nullable String asked(SSLSession session) {
    if (session instanceof ExtendedSSLSession extended) {
      for (SNIServerName asked : extended.getRequestedServerNames()) {
        if (asked instanceof SNIHostName host) {
          return host.getAsciiName().toLowerCase(Locale.ROOT);
        }
      }
    }
    return null;
  }

  /**
   * A name in the certificate the client was shown, where that is not for the address it came by;
   * null where the address will do, or must.
   *
   * @param local the address it came by
   */
  public static @Nullable String certified(SSLSession session, InetAddress local) {
    Certificate @Nullable [] chain = session.getLocalCertificates();
    return chain != null && chain.length > 0 && chain[0] instanceof X509Certificate shown
        ? certified(shown, local)
        : null;
  }

  private static @Nullable String certified(X509Certificate shown, InetAddress local) {
    for (String address : CertificateNames.addresses(shown)) {
      if (local.equals(NetUtil.createInetAddressFromIpAddressString(address))) {
        return null;
      }
    }
    List<String> hosts =
        CertificateNames.hosts(shown).stream().filter(host -> !host.startsWith("*")).toList();
    if (local.isLoopbackAddress() && hosts.contains(LOOPBACK)) {
      return LOOPBACK;
    }
    return hosts.stream().filter(host -> !host.equals(LOOPBACK)).findFirst().orElse(null);
  }
}

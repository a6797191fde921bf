package io.barnabas.server.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Where a store holds several certificates, shows the one that is for the host the client asks for
 * (RFC 6066, section 3); otherwise whichever the JDK would choose. Any thread.
 */
final class SniKeyManager extends X509ExtendedKeyManager {
  private final X509ExtendedKeyManager keys;

  SniKeyManager(X509ExtendedKeyManager keys) {
    this.keys = keys;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
      for (SNIServerName asked : session.getRequestedServerNames()) {
        String alias = asked instanceof SNIHostName host ? alias(keyType, issuers, host) : null;
        if (alias != null) {
          return alias;
        }
      }
    }
    return keys.chooseEngineServerAlias(keyType, issuers, engine);
  }

  private @Nullable String alias(String keyType, Principal @Nullable [] issuers, SNIHostName host) {
    String name = host.getAsciiName().toLowerCase(Locale.ROOT);
    String @Nullable [] aliases = keys.getServerAliases(keyType, issuers);
    return aliases == null
        ? null
        : Arrays.stream(aliases).filter(alias -> isFor(alias, name)).findFirst().orElse(null);
  }

  private boolean isFor(String alias, String name) {
    X509Certificate @Nullable [] chain = keys.getCertificateChain(alias);
    if (chain == null || chain.length == 0) {
      return false;
    }
    List<String> hosts = CertificateNames.hosts(chain[0]);
    int dot = name.indexOf('.');
    return hosts.contains(name) || dot > 0 && hosts.contains("*" + name.substring(dot));
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return keys.getServerAliases(keyType, issuers);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return keys.chooseServerAlias(keyType, issuers, socket);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return keys.getClientAliases(keyType, issuers);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
    return keys.chooseClientAlias(keyTypes, issuers, socket);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return keys.getCertificateChain(alias);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return keys.getPrivateKey(alias);
  }
}

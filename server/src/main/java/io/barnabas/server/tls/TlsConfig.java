package io.barnabas.server.tls;

import io.barnabas.server.config.ConfigException;
import io.barnabas.server.config.ListenerSettings;
import java.security.NoSuchAlgorithmException;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How one listener is encrypted, checked as far as it can be without looking at files.
 *
 * @param listener its name, in upper case
 * @param keys the broker's own key and certificates
 * @param trusted who may vouch for clients; the JDK's choice if not given
 * @param clientAuth whether clients show a certificate
 * @param protocols versions of TLS
 * @param cipherSuites none for the engine's own choice
 * @param provider a security provider of the JDK; null for any, and for OpenSSL
 * @param secureRandom a source of randomness of the JDK; null for any, and for OpenSSL
 * @param keyManagerAlgorithm how a key is chosen
 * @param trustManagerAlgorithm how certificates are judged
 * @param principalRules what principal a certificate stands for
 * @param allowDnChanges whether a new certificate may have another name
 * @param allowSanChanges whether a new certificate may lack alternative names of the old one
 */
public record TlsConfig(
    String listener,
    StoreConfig keys,
    StoreConfig trusted,
    ClientAuth clientAuth,
    List<String> protocols,
    List<String> cipherSuites,
    @Nullable String provider,
    @Nullable String secureRandom,
    String keyManagerAlgorithm,
    String trustManagerAlgorithm,
    PrincipalMapping principalRules,
    boolean allowDnChanges,
    boolean allowSanChanges) {

  /** Whether clients show a certificate. */
  enum ClientAuth {
    NONE,
    REQUESTED,
    REQUIRED
  }

  private static final String CLIENT_AUTH = "ssl.client.auth";
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

  /**
   * Reads the settings of a listener.
   *
   * @param underSasl whether clients prove who they are by SASL; then they are asked for
   *     certificates only by a setting of that listener alone (KIP-684)
   * @throws ConfigException at what cannot be right
   */
  public static TlsConfig from(ListenerSettings settings, boolean underSasl) {
    if (settings.text("ssl.engine.factory.class") != null) {
      throw settings.refuse(
          "ssl.engine.factory.class", "nothing: classes of others are not loaded");
    }
    checkProtocol(settings);
    // Of the names in clients' certificates nothing is asked, as in Apache Kafka.
    var unused = settings.text("ssl.endpoint.identification.algorithm");
    List<String> protocols = settings.list("ssl.enabled.protocols");
    if (protocols.isEmpty() || !PROTOCOLS.containsAll(protocols)) {
      throw settings.refuse("ssl.enabled.protocols", "TLSv1.2, TLSv1.3 or both");
    }
    return new TlsConfig(
        settings.listener(),
        keys(settings),
        trusted(settings),
        ignoresClientAuth(settings, underSasl) ? ClientAuth.NONE : clientAuth(settings),
        protocols,
        settings.list("ssl.cipher.suites"),
        provider(settings),
        settings.text("ssl.secure.random.implementation"),
        String.valueOf(settings.text("ssl.keymanager.algorithm")),
        String.valueOf(settings.text("ssl.trustmanager.algorithm")),
        rules(settings),
        settings.booleanValue("ssl.allow.dn.changes"),
        settings.booleanValue("ssl.allow.san.changes"));
  }

  private static ClientAuth clientAuth(ListenerSettings settings) {
    return ClientAuth.valueOf(String.valueOf(settings.text(CLIENT_AUTH)).toUpperCase(Locale.ROOT));
  }

  /** Whether clients would be asked for certificates if they did not use SASL. */
  static boolean ignoresClientAuth(ListenerSettings settings, boolean underSasl) {
    return underSasl
        && !settings.isGivenAlone(CLIENT_AUTH)
        && clientAuth(settings) != ClientAuth.NONE;
  }

  /** Whether clients without a certificate are sent away. */
  public boolean provesClients() {
    return clientAuth == ClientAuth.REQUIRED;
  }

  /** Whichever it is, a server accepts the versions that are enabled; but it has to exist. */
  private static void checkProtocol(ListenerSettings settings) {
    try {
      var unused = SSLContext.getInstance(String.valueOf(settings.text("ssl.protocol")));
    } catch (NoSuchAlgorithmException e) {
      throw settings.refuse("ssl.protocol", "a protocol the JDK has, such as TLSv1.3");
    }
  }

  private static @Nullable String provider(ListenerSettings settings) {
    String provider = settings.text("ssl.provider");
    if (provider != null && Security.getProvider(provider) == null) {
      throw settings.refuse("ssl.provider", "a security provider of the JDK");
    }
    return provider;
  }

  private static PrincipalMapping rules(ListenerSettings settings) {
    try {
      return PrincipalMapping.parse(String.valueOf(settings.text("ssl.principal.mapping.rules")));
    } catch (IllegalArgumentException e) {
      throw settings.refuse(
          "ssl.principal.mapping.rules",
          "DEFAULT and RULE:pattern/replacement/[LU], separated by commas ("
              + e.getMessage()
              + ")");
    }
  }

  private static StoreConfig keys(ListenerSettings settings) {
    StoreConfig keys =
        new StoreConfig(
            String.valueOf(settings.text("ssl.keystore.type")),
            settings.text("ssl.keystore.location"),
            settings.text("ssl.keystore.password"),
            settings.text("ssl.key.password"),
            settings.text("ssl.keystore.certificate.chain"),
            settings.text("ssl.keystore.key"));
    if (keys.key() != null && keys.certificates() == null) {
      throw settings.refuse("ssl.keystore.certificate.chain", "the chain of ssl.keystore.key");
    }
    if (keys.certificates() != null && keys.key() == null) {
      throw settings.refuse("ssl.keystore.key", "the key of ssl.keystore.certificate.chain");
    }
    check(settings, keys, "ssl.keystore");
    if (keys.location() != null && !keys.isPem() && keys.password() == null) {
      throw settings.refuse("ssl.keystore.password", "the password of ssl.keystore.location");
    }
    return keys;
  }

  private static StoreConfig trusted(ListenerSettings settings) {
    StoreConfig trusted =
        new StoreConfig(
            String.valueOf(settings.text("ssl.truststore.type")),
            settings.text("ssl.truststore.location"),
            settings.text("ssl.truststore.password"),
            null,
            settings.text("ssl.truststore.certificates"),
            null);
    check(settings, trusted, "ssl.truststore");
    return trusted;
  }

  private static void check(ListenerSettings settings, StoreConfig store, String prefix) {
    if (store.certificates() != null) {
      if (!store.isPem()) {
        throw settings.refuse(prefix + ".type", "PEM, as certificates are among the settings");
      }
      if (store.location() != null) {
        throw settings.refuse(
            prefix + ".location", "nothing, as certificates are among the settings");
      }
    }
    if (store.password() != null && (store.isPem() || store.location() == null)) {
      throw settings.refuse(
          prefix + ".password",
          store.isPem() ? "nothing, as PEM has none" : "nothing without " + prefix + ".location");
    }
  }
}

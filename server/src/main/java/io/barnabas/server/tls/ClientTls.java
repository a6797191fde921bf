package io.barnabas.server.tls;

import io.barnabas.server.config.ConfigException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How the broker itself connects by TLS, as the options of a login module say under the names of
 * Apache Kafka's settings: to whoever publishes the keys that bearer tokens are signed with.
 */
public final class ClientTls {
  private static final String PREFIX = "ssl.";
  private static final String DEFAULT_TYPE = "JKS";
  private static final Set<String> OBEYED =
      Set.of(
          "ssl.protocol",
          "ssl.key.password",
          "ssl.keystore.type",
          "ssl.keystore.location",
          "ssl.keystore.password",
          "ssl.keystore.key",
          "ssl.keystore.certificate.chain",
          "ssl.truststore.type",
          "ssl.truststore.location",
          "ssl.truststore.password",
          "ssl.truststore.certificates");

  private ClientTls() {}

  /**
   * Makes sockets as the options want them; null where they want nothing. Reads files.
   *
   * @throws ConfigException if they want something that is not there
   */
  public static @Nullable SSLSocketFactory of(Map<String, String> options) {
    Set<String> given = new TreeSet<>(options.keySet());
    given.removeIf(option -> !option.startsWith(PREFIX));
    if (given.isEmpty()) {
      return null;
    }
    given.removeAll(OBEYED);
    if (!given.isEmpty()) {
      throw new ConfigException(
          "Invalid options of the login module for OAUTHBEARER: "
              + given
              + " have no effect; those that have are "
              + new TreeSet<>(OBEYED));
    }
    try {
      return sockets(options);
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigException(
          "The stores in the options of the login module for OAUTHBEARER cannot be used: "
              + e.getMessage());
    }
  }

  private static SSLSocketFactory sockets(Map<String, String> options)
      throws IOException, GeneralSecurityException {
    StoreConfig keys =
        new StoreConfig(
            options.getOrDefault("ssl.keystore.type", DEFAULT_TYPE),
            options.get("ssl.keystore.location"),
            options.get("ssl.keystore.password"),
            options.get("ssl.key.password"),
            options.get("ssl.keystore.certificate.chain"),
            options.get("ssl.keystore.key"));
    StoreConfig trusted =
        new StoreConfig(
            options.getOrDefault("ssl.truststore.type", DEFAULT_TYPE),
            options.get("ssl.truststore.location"),
            options.get("ssl.truststore.password"),
            null,
            options.get("ssl.truststore.certificates"),
            null);
    SSLContext context = SSLContext.getInstance(options.getOrDefault("ssl.protocol", "TLSv1.3"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted.isGiven() ? KeyMaterial.trusted(trusted) : (KeyStore) null);
    context.init(keys.isGiven() ? keys(keys) : null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private static KeyManager[] keys(StoreConfig store) throws IOException, GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(KeyMaterial.keys(store), KeyMaterial.keyPassword(store));
    return factory.getKeyManagers();
  }
}

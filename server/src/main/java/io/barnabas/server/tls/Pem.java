package io.barnabas.server.tls;

import io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Key stores of what is written in PEM: certificates, and a private key in PKCS #8, encrypted or
 * not. Netty parses it; what it does not take and Apache Kafka does is put right before: blanks for
 * line breaks, as settings in one line have them.
 */
final class Pem {
  private static final Pattern SECTION =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  /** The one entry of such a store; its name shows in no message but Apache Kafka's. */
  private static final String ALIAS = "kafka";

  private Pem() {}

  /**
   * The key and its chain.
   *
   * @param keyPassword what the key is encrypted with; null if it is not
   */
  static KeyStore keys(String chain, String key, @Nullable String keyPassword)
      throws GeneralSecurityException, IOException {
    Certificate[] certificates = Netty.certificates(tidy(chain, "CERTIFICATE"));
    PrivateKey privateKey = Netty.key(tidy(key, "PRIVATE KEY"), keyPassword);
    KeyStore store = empty();
    store.setKeyEntry(ALIAS, privateKey, password(keyPassword), certificates);
    return store;
  }

  /** The certificates, each for itself. */
  static KeyStore trusted(String certificates) throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    int count = 0;
    for (X509Certificate each : Netty.certificates(tidy(certificates, "CERTIFICATE"))) {
      store.setCertificateEntry(ALIAS + count++, each);
    }
    return store;
  }

  /** What the key of such a store is protected by in memory. */
  static char[] password(@Nullable String keyPassword) {
    return keyPassword == null ? new char[0] : keyPassword.toCharArray();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** The sections of one kind, and nothing else. */
  private static InputStream tidy(String text, String kind) throws IOException {
    String sections =
        SECTION
            .matcher(text)
            .results()
            .filter(section -> section.group(1).endsWith(kind))
            .map(Pem::inLines)
            .collect(Collectors.joining());
    if (sections.isEmpty()) {
      throw new IOException("there is no " + kind + " in the PEM");
    }
    return new ByteArrayInputStream(sections.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String inLines(MatchResult section) {
    return "-----BEGIN "
        + section.group(1)
        + "-----\n"
        + section.group(2).strip().replaceAll("\\s+", "\n")
        + "\n-----END "
        + section.group(1)
        + "-----\n";
  }

  /** Opens what Netty keeps for its own contexts. */
  private abstract static class Netty extends SslContext {
    static X509Certificate[] certificates(InputStream pem) throws GeneralSecurityException {
      return toX509Certificates(pem);
    }

    static PrivateKey key(InputStream pem, @Nullable String password)
        throws GeneralSecurityException, IOException {
      return toPrivateKey(pem, password);
    }
  }
}

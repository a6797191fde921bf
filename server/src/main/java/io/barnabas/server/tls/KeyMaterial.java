package io.barnabas.server.tls;

import io.barnabas.server.config.SettingFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one listener as they were read.
 *
 * @param config where they come from
 * @param keys the broker's own
 * @param trusted who may vouch for clients; null for the JDK's choice
 */
record KeyMaterial(TlsConfig config, KeyStore keys, @Nullable KeyStore trusted) {

  /**
   * Reads the files. Blocks.
   *
   * @throws IOException if one is missing, or cannot be read with its password
   * @throws GeneralSecurityException if its content cannot be used
   */
  static KeyMaterial read(TlsConfig config) throws IOException, GeneralSecurityException {
    if (!config.keys().isGiven()) {
      throw new IOException("there is no key: set ssl.keystore.location or ssl.keystore.key");
    }
    return new KeyMaterial(
        config, keys(config.keys()), config.trusted().isGiven() ? trusted(config.trusted()) : null);
  }

  /** What protects the private keys. */
  char[] keyPassword() {
    return keyPassword(config.keys());
  }

  /** What protects the private keys of a store. */
  static char[] keyPassword(StoreConfig store) {
    String own = store.keyPassword();
    return store.isPem() || own != null ? Pem.password(own) : Pem.password(store.password());
  }

  /** Reads the keys. Blocks. */
  static KeyStore keys(StoreConfig store) throws IOException, GeneralSecurityException {
    KeyStore keys = named("ssl.keystore", store, () -> readKeys(store));
    for (String alias : Collections.list(keys.aliases())) {
      if (keys.isKeyEntry(alias)) {
        return keys;
      }
    }
    throw new IOException(
        "ssl.keystore.location names " + store.location() + ", which holds no private key");
  }

  private interface Reading {
    KeyStore read() throws IOException, GeneralSecurityException;
  }

  /** Has a complaint say which settings are about the store. */
  private static KeyStore named(String prefix, StoreConfig store, Reading reading)
      throws IOException {
    try {
      return reading.read();
    } catch (IOException | GeneralSecurityException e) {
      String settings =
          store.location() == null
              ? "the PEM among the settings " + prefix + ".*"
              : prefix
                  + ".location="
                  + store.location()
                  + ", with "
                  + prefix
                  + ".type="
                  + store.type()
                  + (store.isPem() ? "" : " and " + prefix + ".password");
      Throwable cause = e.getCause();
      boolean isTold =
          cause != null && String.valueOf(e.getMessage()).contains("" + cause.getMessage());
      throw new IOException(settings + ": " + e.getMessage(), isTold ? null : cause);
    }
  }

  private static KeyStore readKeys(StoreConfig store) throws IOException, GeneralSecurityException {
    String location = store.location();
    String certificates = store.certificates();
    String key = store.key();
    if (certificates != null && key != null) {
      return Pem.keys(certificates, key, store.keyPassword());
    }
    if (location != null && store.isPem()) {
      String text = text(location);
      return Pem.keys(text, text, store.keyPassword());
    }
    return file(store);
  }

  /** Reads what is trusted. Blocks. */
  static KeyStore trusted(StoreConfig store) throws IOException {
    return named("ssl.truststore", store, () -> readTrusted(store));
  }

  private static KeyStore readTrusted(StoreConfig store)
      throws IOException, GeneralSecurityException {
    String location = store.location();
    String certificates = store.certificates();
    if (certificates != null) {
      return Pem.trusted(certificates);
    }
    return location != null && store.isPem() ? Pem.trusted(text(location)) : file(store);
  }

  /** Which of the broker's own certificates are not valid today, and why. */
  List<String> invalidCertificates() {
    List<String> complaints = new ArrayList<>();
    try {
      for (String alias : Collections.list(keys.aliases())) {
        if (keys.getCertificate(alias) instanceof X509Certificate certificate) {
          String name = certificate.getSubjectX500Principal().getName();
          try {
            certificate.checkValidity();
          } catch (CertificateExpiredException e) {
            complaints.add(
                "the certificate of "
                    + name
                    + " has expired, on "
                    + certificate.getNotAfter().toInstant());
          } catch (CertificateNotYetValidException e) {
            complaints.add(
                "the certificate of "
                    + name
                    + " is not valid before "
                    + certificate.getNotBefore().toInstant());
          }
        }
      }
    } catch (KeyStoreException e) {
      throw new IllegalStateException("a store that was read", e);
    }
    return complaints;
  }

  private static KeyStore file(StoreConfig config) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(config.type());
    String password = config.password();
    byte[] bytes = SettingFiles.read(String.valueOf(config.location()));
    store.load(new ByteArrayInputStream(bytes), password == null ? null : password.toCharArray());
    return store;
  }

  private static String text(String location) throws IOException {
    return new String(SettingFiles.read(location), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "keys of type "
        + config.keys()
        + (trusted == null ? "" : ", trust of type " + config.trusted());
  }
}

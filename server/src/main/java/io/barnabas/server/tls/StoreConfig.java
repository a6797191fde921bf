package io.barnabas.server.tls;

import org.jspecify.annotations.Nullable;

/**
 * Where keys, or certificates to be trusted, come from: a file, or PEM within the settings. Never
 * printed whole.
 *
 * @param type JKS, PKCS12, PEM or what else the JDK has
 * @param location the file; null if there is none
 * @param password of the file; null if it has none
 * @param keyPassword of the keys in it; null for the file's
 * @param certificates PEM: the chain of the key, or what is trusted; null if it is in the file
 * @param key PEM: the private key; null if it is in the file
 */
record StoreConfig(
    String type,
    @Nullable String location,
    @Nullable String password,
    @Nullable String keyPassword,
    @Nullable String certificates,
    @Nullable String key) {
  static final String PEM = "PEM";

  boolean isPem() {
    return type.equals(PEM);
  }

  /** Whether there is anything. */
  boolean isGiven() {
    return location != null || certificates != null;
  }

  @Override
  public String toString() {
    return type + (location == null ? " in the settings" : " in " + location);
  }
}

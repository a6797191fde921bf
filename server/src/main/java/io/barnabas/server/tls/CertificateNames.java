package io.barnabas.server.tls;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * What the certificates of a store call their owner. A store that takes the place of another while
 * the broker runs has to keep the names, so that a mistake does not lock out every client, unless
 * {@code ssl.allow.dn.changes} and {@code ssl.allow.san.changes} say otherwise (KIP-978).
 */
final class CertificateNames {
  private static final int DNS = 2;
  private static final int IP = 7;

  /** The names of one entry. */
  private record Entry(X500Principal subject, Set<List<?>> alternatives) {
    boolean isCalledAs(Entry other) {
      return subject.equals(other.subject)
          || subject.getName().equalsIgnoreCase(other.subject.getName());
    }
  }

  private CertificateNames() {}

  /** Why the new store may not take the place of the old one; null if it may. */
  static @Nullable String complaint(KeyMaterial before, KeyMaterial after)
      throws KeyStoreException, CertificateParsingException {
    TlsConfig config = after.config();
    List<Entry> old = entries(before.keys());
    List<Entry> next = entries(after.keys());
    boolean both = config.allowDnChanges() && config.allowSanChanges();
    if (!both && old.size() != next.size()) {
      return "Keystore entries do not match: "
          + next.size()
          + " certificates instead of "
          + old.size();
    }
    for (int i = 0; !both && i < old.size(); i++) {
      if (!config.allowDnChanges() && !next.get(i).isCalledAs(old.get(i))) {
        return "Keystore DistinguishedName does not match: "
            + next.get(i).subject().getName()
            + " instead of "
            + old.get(i).subject().getName()
            + "; see ssl.allow.dn.changes";
      }
      if (!config.allowSanChanges()
          && !next.get(i).alternatives().containsAll(old.get(i).alternatives())) {
        return "Keystore SubjectAltNames do not match: not all of "
            + old.get(i).alternatives()
            + " are in "
            + next.get(i).alternatives()
            + "; see ssl.allow.san.changes";
      }
    }
    return null;
  }

  private static List<Entry> entries(KeyStore store)
      throws KeyStoreException, CertificateParsingException {
    List<Entry> entries = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.getCertificate(alias) instanceof X509Certificate certificate) {
        entries.add(
            new Entry(certificate.getSubjectX500Principal(), new HashSet<>(others(certificate))));
      }
    }
    return entries;
  }

  /** The host names a certificate is for, in lower case, perhaps with an asterisk in front. */
  static List<String> hosts(X509Certificate certificate) {
    return names(certificate, DNS);
  }

  /** The addresses a certificate is for, as it has them. */
  static List<String> addresses(X509Certificate certificate) {
    return names(certificate, IP);
  }

  private static List<String> names(X509Certificate certificate, int kind) {
    List<String> hosts = new ArrayList<>();
    try {
      for (List<?> name : others(certificate)) {
        if (Integer.valueOf(kind).equals(name.get(0))) {
          hosts.add(String.valueOf(name.get(1)).toLowerCase(java.util.Locale.ROOT));
        }
      }
    } catch (CertificateParsingException e) {
      return List.of(); // Nobody asks for it by name, then.
    }
    return hosts;
  }

  private static Collection<List<?>> others(X509Certificate certificate)
      throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return names == null ? List.of() : names;
  }
}

package io.barnabas.compat.security;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** Issues certificates, and stores them as brokers and clients want them. */
final class Authority {
  static final String PASSWORD = "the-password-of-the-stores";

  private final X509Bundle root;
  private final Path directory;

  Authority(Path directory, String name) throws Exception {
    this.directory = directory;
    this.root =
        new CertificateBuilder()
            .ecp256()
            .subject("CN=" + name)
            .setIsCertificateAuthority(true)
            .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.digitalSignature)
            .buildSelfSigned();
  }

  /** For a broker on this machine. */
  X509Bundle broker(String subject) throws Exception {
    return host(subject).addSanDnsName("localhost").buildIssuedBy(root);
  }

  /** For a broker of these names. */
  X509Bundle broker(String subject, String host) throws Exception {
    return host(subject).addSanDnsName(host).buildIssuedBy(root);
  }

  /** For a broker of all names that an asterisk stands for, which the builder does not take. */
  X509Bundle wildcard(String subject, String names) throws Exception {
    GeneralNames alternatives = new GeneralNames(new GeneralName(GeneralName.dNSName, names));
    return leaf(subject)
        .addExtensionOctetString("2.5.29.17", false, alternatives.getEncoded())
        .buildIssuedBy(root);
  }

  X509Bundle client(String subject) throws Exception {
    return leaf(subject).addExtendedKeyUsageClientAuth().buildIssuedBy(root);
  }

  X509Bundle expired(String subject) throws Exception {
    return host(subject)
        .addSanDnsName("localhost")
        .notBefore(Instant.now().minus(10, ChronoUnit.DAYS))
        .notAfter(Instant.now().minus(5, ChronoUnit.DAYS))
        .buildIssuedBy(root);
  }

  private static CertificateBuilder host(String subject) {
    return leaf(subject).addSanIpAddress("127.0.0.1");
  }

  private static CertificateBuilder leaf(String subject) {
    return new CertificateBuilder().ecp256().subject(subject);
  }

  /** A store of keys; replaces what is there at once, as a careful operator would. */
  Path keys(String file, String type, Map<String, X509Bundle> entries) throws Exception {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    for (Map.Entry<String, X509Bundle> entry : entries.entrySet()) {
      store.setKeyEntry(
          entry.getKey(),
          entry.getValue().getKeyPair().getPrivate(),
          PASSWORD.toCharArray(),
          entry.getValue().getCertificatePath());
    }
    return save(file, store);
  }

  Path keys(String file, X509Bundle bundle) throws Exception {
    return keys(file, "PKCS12", Map.of("it", bundle));
  }

  private Path save(String file, KeyStore store) throws IOException, GeneralSecurityException {
    Path made = directory.resolve(file + ".new");
    try (OutputStream out = Files.newOutputStream(made)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return Files.move(
        made,
        directory.resolve(file),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** What whoever trusts this authority has. */
  Path trust() throws IOException, GeneralSecurityException {
    Path file = directory.resolve(root.getCertificate().getSerialNumber() + ".trust.p12");
    if (!Files.exists(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("root", root.getCertificate());
      save(file.getFileName().toString(), store);
    }
    return file;
  }

  /** The private key in PEM, encrypted as OpenSSL does it by default (PBES2). */
  static String encrypted(X509Bundle bundle, String password) throws Exception {
    String algorithm = "PBEWithHmacSHA256AndAES_256";
    SecretKey key =
        SecretKeyFactory.getInstance(algorithm)
            .generateSecret(new PBEKeySpec(password.toCharArray()));
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.ENCRYPT_MODE,
        key,
        new PBEParameterSpec(new byte[16], 2048, new IvParameterSpec(new byte[16])));
    byte[] sealed =
        new EncryptedPrivateKeyInfo(
                new AlgorithmIdentifier(
                    PKCSObjectIdentifiers.id_PBES2,
                    ASN1Primitive.fromByteArray(cipher.getParameters().getEncoded())),
                cipher.doFinal(bundle.getKeyPair().getPrivate().getEncoded()))
            .getEncoded();
    return "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(sealed)
        + "\n-----END ENCRYPTED PRIVATE KEY-----\n";
  }

  String trustPem() {
    return root.getCertificatePEM();
  }

  /** Settings of a broker's listener, or of all of them. */
  static Map<String, String> keySettings(String prefix, Path keys) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(prefix + "ssl.keystore.type", "PKCS12");
    settings.put(prefix + "ssl.keystore.location", keys.toString());
    settings.put(prefix + "ssl.keystore.password", PASSWORD);
    return settings;
  }

  Map<String, String> trustSettings(String prefix) throws IOException, GeneralSecurityException {
    return Map.of(
        prefix + "ssl.truststore.type",
        "PKCS12",
        prefix + "ssl.truststore.location",
        trust().toString(),
        prefix + "ssl.truststore.password",
        PASSWORD);
  }

  /** A client that trusts this authority and has no certificate. */
  Map<String, Object> stranger() throws IOException, GeneralSecurityException {
    Map<String, Object> settings = new HashMap<>(trustSettings(""));
    settings.put("security.protocol", "SSL");
    return settings;
  }

  /** A client that trusts this authority and shows a certificate. */
  Map<String, Object> client(String file, X509Bundle certificate) throws Exception {
    Map<String, Object> settings = stranger();
    settings.putAll(keySettings("", keys(file, certificate)));
    return settings;
  }
}

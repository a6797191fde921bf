package io.barnabas.server.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.Security;
import java.security.UnrecoverableKeyException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Makes the engines of one listener from one set of stores: OpenSSL's where its library loads and
 * nothing is asked for that only the JDK has, the JDK's otherwise. The owner sees to it that nobody
 * asks for an engine after {@link #release}; engines there are go on.
 */
final class TlsContext {
  /** What BoringSSL has of it, always all. */
  private static final Set<String> OF_TLS_1_3 =
      Set.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  private final KeyMaterial material;
  private final SslContext context;

  /**
   * A context that was tried out: it makes engines.
   *
   * @throws GeneralSecurityException if keys, ciphers or protocols cannot be used
   * @throws IOException also if keys, ciphers or protocols cannot be used
   */
  TlsContext(KeyMaterial material) throws GeneralSecurityException, IOException {
    this.material = material;
    this.context = context(material);
    try {
      ReferenceCountUtil.release(context.newEngine(UnpooledByteBufAllocator.DEFAULT));
    } catch (RuntimeException e) {
      release();
      throw unusable(material.config(), e);
    }
  }

  private static SslContext context(KeyMaterial material)
      throws GeneralSecurityException, IOException {
    TlsConfig config = material.config();
    SslProvider engines = engines(config);
    SslContextBuilder builder =
        SslContextBuilder.forServer(keys(material))
            .sslProvider(engines)
            .trustManager(trust(material))
            .clientAuth(clientAuth(config))
            .protocols(config.protocols());
    if (!config.cipherSuites().isEmpty()) {
      builder.ciphers(config.cipherSuites(), IdentityCipherSuiteFilter.INSTANCE);
    }
    if (engines == SslProvider.OPENSSL_REFCNT) {
      // Signatures and the judgement of certificates take their time on other threads.
      builder.option(OpenSslContextOption.USE_TASKS, true);
    }
    if (config.provider() != null) {
      builder.sslContextProvider(Security.getProvider(config.provider()));
    }
    if (config.secureRandom() != null) {
      builder.secureRandom(SecureRandom.getInstance(config.secureRandom()));
    }
    try {
      return builder.build();
    } catch (IllegalArgumentException | SSLException e) {
      throw unusable(config, e);
    }
  }

  private static IOException unusable(TlsConfig config, Exception e) {
    String setting =
        config.cipherSuites().isEmpty()
            ? ""
            : "ssl.cipher.suites=" + String.join(",", config.cipherSuites()) + ": ";
    return new IOException(setting + e.getMessage(), e.getCause());
  }

  private static SslProvider engines(TlsConfig config) {
    boolean jdk =
        config.provider() != null
            || config.secureRandom() != null
            || leavesOut(config.cipherSuites());
    return !jdk && OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK;
  }

  /** Whether some of TLS 1.3 are wanted and others not, about which BoringSSL cannot be told. */
  private static boolean leavesOut(List<String> suites) {
    long named = OF_TLS_1_3.stream().filter(suites::contains).count();
    return named > 0 && named < OF_TLS_1_3.size();
  }

  private static KeyManagerFactory keys(KeyMaterial material) throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(material.config().keyManagerAlgorithm());
    try {
      factory.init(material.keys(), material.keyPassword());
    } catch (UnrecoverableKeyException e) {
      throw new GeneralSecurityException(
          "ssl.key.password does not open the key of type "
              + material.config().keys()
              + "; without one ssl.keystore.password has to: "
              + e.getMessage());
    }
    for (KeyManager manager : factory.getKeyManagers()) {
      if (manager instanceof X509ExtendedKeyManager keys) {
        return new OpenSslCachingX509KeyManagerFactory(
            new KeyManagerFactoryWrapper(new SniKeyManager(keys)));
      }
    }
    return factory;
  }

  private static TrustManagerFactory trust(KeyMaterial material) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(material.config().trustManagerAlgorithm());
    factory.init(material.trusted());
    return factory;
  }

  private static ClientAuth clientAuth(TlsConfig config) {
    return switch (config.clientAuth()) {
      case NONE -> ClientAuth.NONE;
      case REQUESTED -> ClientAuth.OPTIONAL;
      case REQUIRED -> ClientAuth.REQUIRE;
    };
  }

  KeyMaterial material() {
    return material;
  }

  /** A handler for one connection, whose long computations run elsewhere. */
  SslHandler handler(ByteBufAllocator allocator, Executor tasks) {
    return context.newHandler(allocator, tasks);
  }

  /** Whose engines they are. */
  String engine() {
    return context.getClass().getSimpleName().contains("OpenSsl")
        ? OpenSsl.versionString()
        : "the JDK's";
  }

  void release() {
    ReferenceCountUtil.release(context);
  }
}

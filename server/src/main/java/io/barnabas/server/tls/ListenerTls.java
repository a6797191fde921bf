package io.barnabas.server.tls;

import io.barnabas.server.config.ConfigException;
import io.barnabas.server.config.SettingFiles;
import io.barnabas.server.config.SettingFiles.Stamp;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one listener encrypts. New stores count for new connections; those there are go on with what
 * they began with. Any thread; what reads files blocks and is done by one at a time.
 */
public final class ListenerTls {
  private static final Logger LOG = LoggerFactory.getLogger(ListenerTls.class);

  /** What stores were made from: when it is the same again, so are they. */
  private record Sources(TlsConfig config, Stamp keys, Stamp trusted) {
    static Sources of(TlsConfig config) {
      return new Sources(config, stamp(config.keys()), stamp(config.trusted()));
    }

    private static Stamp stamp(StoreConfig store) {
      String location = store.location();
      return location == null ? Stamp.NONE : SettingFiles.stamp(location);
    }
  }

  /**
   * A handshake takes a few round trips; whoever needs longer keeps a connection open for nothing.
   */
  private static final long HANDSHAKE_SECONDS = 30;

  private final Executor tasks;
  private final Object reading = new Object();
  private TlsContext context;
  private Sources tried;
  private boolean closed;

  /**
   * Reads the stores. Blocks.
   *
   * @param tasks where handshakes compute
   * @throws ConfigException if they cannot be used
   */
  ListenerTls(TlsConfig config, Executor tasks) {
    this.tasks = tasks;
    this.tried = Sources.of(config);
    try {
      this.context = new TlsContext(KeyMaterial.read(config));
    } catch (IOException | GeneralSecurityException e) {
      throw new ConfigException("Listener " + config.listener() + " cannot use TLS: " + words(e));
    }
    warnOfInvalid(context.material());
    LOG.info(
        "Listener {} uses TLS with {}; engine: {}",
        config.listener(),
        context.material(),
        context.engine());
  }

  /** Encrypts one connection. */
  public synchronized SslHandler handler(ByteBufAllocator allocator) {
    SslHandler handler = context.handler(allocator, tasks);
    handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    return handler;
  }

  /**
   * The name of the client that has shown a certificate; null for one that has not.
   *
   * @throws SSLPeerUnverifiedException if no rule gives a name to it
   */
  public @Nullable String principal(SSLSession session) throws SSLPeerUnverifiedException {
    String distinguishedName;
    try {
      distinguishedName = session.getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
    String name = current().config().principalRules().name(distinguishedName);
    if (name == null) {
      throw new SSLPeerUnverifiedException(
          "no rule of ssl.principal.mapping.rules fits its certificate");
    }
    return name;
  }

  private synchronized KeyMaterial current() {
    return context.material();
  }

  /** Why stores from there may not take the place of the present ones; null if they may. Blocks. */
  @Nullable String complaint(TlsConfig config) {
    synchronized (reading) {
      try {
        KeyMaterial material = KeyMaterial.read(config);
        new TlsContext(material).release();
        return complaint(material);
      } catch (IOException | GeneralSecurityException e) {
        return words(e);
      }
    }
  }

  private @Nullable String complaint(KeyMaterial next) throws GeneralSecurityException {
    KeyMaterial now = current();
    return now.trusted() == null && next.trusted() != null
        ? "Cannot add a truststore to a listener that had none"
        : CertificateNames.complaint(now, next);
  }

  /**
   * Uses what is there now, if it is other than before and can be used. Blocks.
   *
   * @param comparing whether names may change only as far as is allowed
   */
  void refresh(TlsConfig config, boolean comparing) {
    synchronized (reading) {
      Sources sources = Sources.of(config);
      if (closed || sources.equals(tried)) {
        return;
      }
      tried = sources;
      try {
        KeyMaterial material = KeyMaterial.read(config);
        String complaint = comparing ? complaint(material) : null;
        if (complaint == null) {
          replace(new TlsContext(material));
        } else {
          warn(config, complaint);
        }
      } catch (IOException | GeneralSecurityException e) {
        warn(config, words(e));
      }
    }
  }

  /** Lets go of the stores; there are no more connections to encrypt. */
  void close() {
    synchronized (reading) {
      if (!closed) {
        closed = true;
        context.release();
      }
    }
  }

  private void warn(TlsConfig config, String complaint) {
    LOG.warn("Listener {} goes on with the stores it has: {}", config.listener(), complaint);
  }

  private void replace(TlsContext next) {
    TlsContext before;
    synchronized (this) {
      before = context;
      context = next;
    }
    before.release();
    warnOfInvalid(next.material());
    LOG.info(
        "Listener {} uses new stores from now on: {}",
        next.material().config().listener(),
        next.material());
  }

  private static void warnOfInvalid(KeyMaterial material) {
    for (String complaint : material.invalidCertificates()) {
      LOG.warn("Listener {} will not be trusted: {}", material.config().listener(), complaint);
    }
  }

  /** Causes say what is wrong where the exception itself does not. */
  private static String words(Exception e) {
    Throwable cause = e.getCause();
    return cause == null || cause.getMessage() == null || e.getMessage() == null
        ? String.valueOf(e.getMessage() == null ? e : e.getMessage())
        : e.getMessage() + " (" + cause.getMessage() + ")";
  }
}

package io.barnabas.server.authentication;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.text.ParseException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys an issuer signs with, fetched again at intervals and when a token names one that is not
 * among them. Whoever looks for a key never waits for the network: it is refused until the key is
 * there. Any thread.
 */
final class JwksKeys implements JWKSource<SecurityContext>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JwksKeys.class);

  /** Clients can name keys that do not exist as often as they like; issuers are not to suffer. */
  private static final long MISSING_KEY_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Fetches what is at an address; may block. */
  interface Fetch {
    byte[] fetch(URL url) throws IOException;
  }

  /**
   * When to fetch, in milliseconds.
   *
   * @param refreshMs between two fetches
   * @param retryMs after the first that failed, doubled with each further one
   * @param retryMaxMs at most
   */
  record Times(long refreshMs, long retryMs, long retryMaxMs) {}

  /**
   * How the world is reached.
   *
   * @param executor fetches; may be kept waiting
   * @param timer triggers
   */
  record World(
      Fetch fetch, Executor executor, ScheduledExecutorService timer, LongSupplier nanoTime) {}

  private final URL url;
  private final Times times;
  private final World world;
  private final AtomicBoolean fetching = new AtomicBoolean();
  private volatile JWKSet keys = new JWKSet();
  private volatile boolean closed;
  private volatile long nextForMissing;
  private int failures;

  JwksKeys(URL url, Times times, World world) {
    this.url = url;
    this.times = times;
    this.world = world;
    this.nextForMissing = world.nanoTime().getAsLong();
  }

  /**
   * Fetches the keys at once and waits for them.
   *
   * @throws IOException if that does not work
   */
  void load() throws IOException {
    try {
      keys = JWKSet.load(new ByteArrayInputStream(world.fetch().fetch(url)));
    } catch (ParseException e) {
      throw new IOException("no set of JSON web keys: " + e.getMessage(), e);
    }
  }

  /** Fetches from now on. */
  void start(boolean atOnce) {
    if (atOnce) {
      refresh();
    } else {
      lookIn(times.refreshMs());
    }
  }

  private void refresh() {
    if (closed) {
      return;
    }
    if (!fetching.compareAndSet(false, true)) {
      lookIn(times.retryMs());
      return;
    }
    try {
      world.executor().execute(this::fetch);
    } catch (RejectedExecutionException e) {
      LOG.debug("The broker stops", e);
    }
  }

  private void fetch() {
    long next = times.refreshMs();
    try {
      load();
      failures = 0;
      LOG.info("{} keys of {}", keys.size(), url);
    } catch (IOException | RuntimeException e) {
      next = Math.min(times.retryMaxMs(), times.retryMs() << Math.min(failures, 20));
      failures++;
      LOG.warn("The keys of {} cannot be fetched: {}", url, e.toString());
    } finally {
      fetching.set(false);
    }
    lookIn(Math.max(1, next));
  }

  private void lookIn(long ms) {
    if (closed) {
      return;
    }
    try {
      var unused = world.timer().schedule(this::refresh, ms, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("The broker stops", e);
    }
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
    List<JWK> found = selector.select(keys);
    if (found.isEmpty()) {
      long now = world.nanoTime().getAsLong();
      if (now - nextForMissing >= 0 && fetching.compareAndSet(false, true)) {
        nextForMissing = now + MISSING_KEY_INTERVAL_NANOS;
        refreshOnce();
      }
    }
    return found;
  }

  /** Besides the fetches that go on anyway, but never together with one. */
  private void refreshOnce() {
    try {
      world
          .executor()
          .execute(
              () -> {
                try {
                  load();
                } catch (IOException | RuntimeException e) {
                  LOG.warn("The keys of {} cannot be fetched: {}", url, e.toString());
                } finally {
                  fetching.set(false);
                }
              });
    } catch (RejectedExecutionException e) {
      LOG.debug("The broker stops", e);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}

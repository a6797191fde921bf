package io.barnabas.server.quota;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.barnabas.metadata.image.ClientQuotasImage;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.MetadataPublisher;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * What clients may use and have used. Whoever has been silent for an hour is forgotten, as in
 * Apache Kafka. Any thread.
 */
public final class ClientQuotas implements MetadataPublisher {
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  /** What is remembered at most, in places: with short names, as many. */
  private static final int REMEMBERED = 100_000;

  private static final double CONNECTION_WAIT_MS_MAX = 1000;

  /** Clients choose their ids, which may be tens of thousands of characters long. */
  private static final int CHARS_PER_PLACE = 64;

  private record Shared(QuotaType type, String user, String clientId) {

    /** How many places it takes among those remembered. */
    int places() {
      return 1 + (user.length() + clientId.length()) / CHARS_PER_PLACE;
    }
  }

  private final QuotaWindows windows;
  private final QuotaWindows controllerWindows;
  private final LongSupplier nanoTime;
  private final Executor lookups;
  private final Cache<Shared, ClientUse> rates;
  private final Cache<Shared, TokenBucket> buckets;
  private final Cache<InetAddress, WindowedRate> connections;
  private volatile QuotaLimits limits = QuotaLimits.NONE;
  private volatile ClientQuotasImage newest = ClientQuotasImage.EMPTY;
  private volatile IpLimits ipLimits = IpLimits.NONE;

  /**
   * Quotas that limit nobody until the metadata says so.
   *
   * @param windows for bytes and request time
   * @param controllerWindows for changes asked of the controller
   * @param nanoTime the monotonic clock
   * @param lookups where names of hosts may be looked up
   */
  public ClientQuotas(
      QuotaWindows windows,
      QuotaWindows controllerWindows,
      LongSupplier nanoTime,
      Executor lookups) {
    this.lookups = lookups;
    this.windows = windows;
    this.controllerWindows = controllerWindows;
    this.nanoTime = nanoTime;
    this.rates = cache(nanoTime, Shared::places);
    this.buckets = cache(nanoTime, Shared::places);
    this.connections = cache(nanoTime, address -> 1);
  }

  private static <K, V> Cache<K, V> cache(LongSupplier nanoTime, ToIntFunction<K> places) {
    return Caffeine.newBuilder()
        .expireAfterAccess(FORGOTTEN_AFTER)
        .maximumWeight(REMEMBERED)
        .weigher((K key, V used) -> places.applyAsInt(key))
        .ticker(nanoTime::getAsLong)
        .executor(Runnable::run)
        .build();
  }

  @Override
  public void onMetadata(MetadataDelta delta, MetadataImage image) {
    if (!delta.clientQuotas().changed().isEmpty()) {
      limits = QuotaLimits.of(image.clientQuotas());
      newest = image.clientQuotas();
      lookups.execute(this::lookUp);
    }
  }

  /** A look-up that took long does not undo one that was begun after it. */
  private void lookUp() {
    ClientQuotasImage quotas = newest;
    IpLimits found = IpLimits.of(quotas);
    synchronized (lookups) {
      if (quotas == newest) {
        ipLimits = found;
      }
    }
  }

  /** Whether anybody is limited: where not, there is nothing to be asked. */
  public boolean isActive() {
    return !limits.isEmpty();
  }

  /**
   * Notes what a client used.
   *
   * @return for how many milliseconds it shall wait now
   */
  public int use(QuotaType type, String user, String clientId, double amount) {
    QuotaLimit limit = limits.limit(type, user, clientId);
    if (limit == null || amount == 0) {
      return 0;
    }
    long nowMs = nowMs();
    ClientUse client = clientUse(type, limit, windows, nowMs);
    double waitMs = client.use(amount, limit.value(), nowMs);
    if (type == QuotaType.REQUEST) {
      waitMs = Math.min(waitMs, TimeUnit.SECONDS.toMillis(windows.seconds()));
    }
    int wait = (int) Math.min(Integer.MAX_VALUE, Math.round(waitMs));
    if (wait > 0) {
      client.waits(wait, nowMs);
    }
    return wait;
  }

  private ClientUse clientUse(QuotaType type, QuotaLimit limit, QuotaWindows over, long nowMs) {
    return rates.get(
        new Shared(type, limit.user(), limit.clientId()),
        key -> new ClientUse(over.count(), TimeUnit.SECONDS.toMillis(over.seconds()), nowMs));
  }

  /** Takes what the clients that share one limit use. */
  public interface Visitor {
    /**
     * Told of some clients.
     *
     * @param user empty for any
     * @param clientId empty for any
     * @param perSecond what they use
     * @param waitMs for how long those are told to wait who are; 0 where nobody is
     * @param tokens what may be used at once, of {@link QuotaType#CONTROLLER_MUTATION} only
     */
    void visit(
        QuotaType type,
        String user,
        String clientId,
        double perSecond,
        double waitMs,
        double tokens);
  }

  /** Tells of all that are remembered to have used something of a limit, in no order. */
  public void visit(Visitor visitor) {
    long nowMs = nowMs();
    rates
        .asMap()
        .forEach(
            (shared, use) -> {
              double perSecond = use.perSecond(nowMs);
              double waitMs = use.waitMs(nowMs);
              visitor.visit(
                  shared.type(),
                  shared.user(),
                  shared.clientId(),
                  perSecond,
                  waitMs,
                  tokens(shared, nowMs));
            });
  }

  private double tokens(Shared shared, long nowMs) {
    QuotaLimit limit = limits.limit(shared.type(), shared.user(), shared.clientId());
    TokenBucket bucket = buckets.policy().getIfPresentQuietly(shared);
    return limit == null || bucket == null ? 0 : bucket.tokens(limit.value(), nowMs);
  }

  /** How many clients' use is remembered, as far as is known without counting. */
  long remembered() {
    return rates.estimatedSize();
  }

  /** How much a client may use at once: all windows but one of its limit. */
  public double burst(QuotaType type, String user, String clientId) {
    QuotaLimit limit = limits.limit(type, user, clientId);
    return limit == null
        ? Double.MAX_VALUE
        : limit.value() * (windows.count() - 1) * windows.seconds();
  }

  /**
   * Notes a connection from an address.
   *
   * @return for how many milliseconds it shall wait before it is closed; 0 to let it in
   */
  public int connect(InetAddress address) {
    Double limit = ipLimits.of(address);
    if (limit == null) {
      return 0;
    }
    long nowMs = nowMs();
    WindowedRate rate =
        connections.get(
            address,
            key ->
                new WindowedRate(
                    windows.count(), TimeUnit.SECONDS.toMillis(windows.seconds()), nowMs));
    double waitMs = Math.min(rate.use(1, limit, nowMs), CONNECTION_WAIT_MS_MAX);
    if (waitMs > 0) {
      // Who is not let in does not count, or one who keeps trying would never be let in again.
      double unused = rate.use(-1, limit, nowMs);
    }
    return (int) Math.ceil(waitMs);
  }

  /**
   * Asks for changes on a client's behalf.
   *
   * @param strict whether they may be refused; otherwise the client only waits afterwards
   * @return whether they may be made
   */
  public boolean mutate(String user, String clientId, int changes, boolean strict) {
    QuotaLimit limit = limits.limit(QuotaType.CONTROLLER_MUTATION, user, clientId);
    if (limit == null) {
      return true;
    }
    long nowMs = nowMs();
    if (strict && !bucket(limit).take(changes, limit.value(), nowMs)) {
      return false;
    }
    if (!strict) {
      bucket(limit).overdraw(changes, limit.value(), nowMs);
    }
    if (changes > 0) {
      double unused =
          clientUse(QuotaType.CONTROLLER_MUTATION, limit, controllerWindows, nowMs)
              .use(changes, limit.value(), nowMs);
    }
    return true;
  }

  /** For how many milliseconds a client shall wait for the changes it had made. */
  public int mutationWaitMs(String user, String clientId) {
    QuotaLimit limit = limits.limit(QuotaType.CONTROLLER_MUTATION, user, clientId);
    if (limit == null) {
      return 0;
    }
    long nowMs = nowMs();
    double waitMs = bucket(limit).waitMs(limit.value(), nowMs);
    int wait = (int) Math.min(Integer.MAX_VALUE, Math.round(waitMs));
    if (wait > 0) {
      clientUse(QuotaType.CONTROLLER_MUTATION, limit, controllerWindows, nowMs).waits(wait, nowMs);
    }
    return wait;
  }

  private TokenBucket bucket(QuotaLimit limit) {
    int seconds = controllerWindows.count() * controllerWindows.seconds();
    return buckets.get(
        new Shared(QuotaType.CONTROLLER_MUTATION, limit.user(), limit.clientId()),
        key -> new TokenBucket(seconds, limit.value(), nowMs()));
  }

  private long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
  }
}

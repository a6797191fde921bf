package io.barnabas.server.fetch;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.FixedExpiration;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The fetch sessions of all clients (KIP-227), at most as many as there are slots. When all are
 * taken, a newcomer gets the slot of the session unused for longest if that is at least two
 * minutes, and no session otherwise: throwing out sessions in use would only make their clients
 * send full fetches in turn. Thread-safe.
 */
public final class FetchSessions {
  private static final Duration EVICTABLE_AFTER = Duration.ofMinutes(2);
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(2);
  private static final int EVICTION_CANDIDATES = 8;

  /** Of the heap, for each partition in a session, which takes about an eighth of it. */
  private static final int HEAP_BYTES_EACH = 1024;

  private final int slots;
  private final RandomGenerator random;
  private final Cache<Integer, FetchSession> sessions;
  private final FixedExpiration<Integer, FetchSession> unused;
  private final Object creation = new Object();
  private final int placesMax;
  private final AtomicLong places = new AtomicLong();
  private final LongAdder evictions = new LongAdder();

  /** An empty cache that takes no more of the heap than an eighth, or so. */
  public FetchSessions(int slots, RandomGenerator random, LongSupplier nanoTime) {
    this(
        slots,
        (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / HEAP_BYTES_EACH),
        random,
        nanoTime);
  }

  /**
   * An empty cache.
   *
   * @param slots most sessions at a time ({@code max.incremental.fetch.session.cache.slots}); 0
   *     grants none
   * @param placesMax partitions with short names in all sessions at most; a session that would be
   *     too much is not granted, or ends, and its client fetches without one
   * @param random for session ids; must be thread-safe or used here only
   * @param nanoTime monotonic clock
   */
  FetchSessions(int slots, int placesMax, RandomGenerator random, LongSupplier nanoTime) {
    this.slots = slots;
    this.placesMax = placesMax;
    this.random = random;
    this.sessions =
        Caffeine.newBuilder()
            .expireAfterAccess(FORGOTTEN_AFTER)
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .removalListener(this::gone)
            .build();
    this.unused = sessions.policy().expireAfterAccess().orElseThrow();
  }

  private void gone(
      @Nullable Integer id, @Nullable FetchSession session, RemovalCause unusedCause) {
    if (session != null) {
      places.addAndGet(-session.end());
    }
  }

  /** How a request is to be read and answered. */
  public FetchContext begin(FetchDemand demand) {
    if (!SessionEpochs.isFull(demand.sessionEpoch())) {
      return beginIncremental(demand);
    }
    if (demand.sessionId() != SessionEpochs.NO_SESSION) {
      sessions.invalidate(demand.sessionId());
    }
    boolean wantsSession = demand.sessionEpoch() == SessionEpochs.INITIAL;
    return new FullFetch(demand, wantsSession ? this : null);
  }

  private FetchContext beginIncremental(FetchDemand demand) {
    FetchSession session = sessions.getIfPresent(demand.sessionId());
    if (session == null) {
      return new RefusedFetch(SessionFault.NOT_FOUND);
    }
    SessionFault fault = session.advance(demand, places);
    if (fault != null) {
      return new RefusedFetch(fault);
    }
    if (places.get() > placesMax && session.hasGrown()) {
      sessions.invalidate(session.id());
      return new RefusedFetch(SessionFault.NOT_FOUND);
    }
    if (session.isEmpty()) {
      sessions.invalidate(session.id());
      return new FullFetch(demand.withoutTargets(), null);
    }
    return new IncrementalFetch(session, demand.sessionEpoch());
  }

  /** Makes a session of what a full fetch found; 0 when all slots are taken. */
  int grant(boolean usesTopicIds, List<FetchedPartition> found) {
    if (slots == 0) {
      return SessionEpochs.NO_SESSION;
    }
    synchronized (creation) {
      if (sessions.estimatedSize() >= slots && !makeRoom()) {
        return SessionEpochs.NO_SESSION;
      }
      FetchSession session = new FetchSession(newId(), usesTopicIds, found);
      if (places.get() + session.places() > placesMax) {
        return SessionEpochs.NO_SESSION;
      }
      places.addAndGet(session.places());
      sessions.put(session.id(), session);
      return session.id();
    }
  }

  /** How many sessions there are. */
  public long size() {
    return sessions.estimatedSize();
  }

  /** How many partitions there are in all of them. */
  public long partitions() {
    return sessions.asMap().values().stream().mapToLong(FetchSession::size).sum();
  }

  /** How many had to make room for others. */
  public long evictions() {
    return evictions.sum();
  }

  private boolean makeRoom() {
    sessions.cleanUp();
    // Looks at a few because the cache notes uses with a delay, so the first may be in use again.
    for (Integer id : unused.oldest(EVICTION_CANDIDATES).keySet()) {
      long idleNanos = unused.ageOf(id, TimeUnit.NANOSECONDS).orElse(0);
      if (idleNanos >= EVICTABLE_AFTER.toNanos()) {
        sessions.invalidate(id);
        evictions.increment();
        return true;
      }
    }
    return sessions.estimatedSize() < slots;
  }

  private int newId() {
    int id;
    do {
      id = random.nextInt(1, Integer.MAX_VALUE);
    } while (sessions.asMap().containsKey(id));
    return id;
  }

  private record FullFetch(FetchDemand demand, @Nullable FetchSessions grantor)
      implements FetchContext {
    @Override
    public @Nullable SessionFault fault() {
      return null;
    }

    @Override
    public List<FetchTarget> targets() {
      return demand.targets();
    }

    @Override
    public Answer answer(List<FetchedPartition> found) {
      int id =
          grantor == null || found.isEmpty()
              ? SessionEpochs.NO_SESSION
              : grantor.grant(demand.usesTopicIds(), found);
      return new Answer(id, null, found);
    }
  }

  private record IncrementalFetch(FetchSession session, int epoch) implements FetchContext {
    @Override
    public @Nullable SessionFault fault() {
      return null;
    }

    @Override
    public List<FetchTarget> targets() {
      return session.targets();
    }

    @Override
    public Answer answer(List<FetchedPartition> found) {
      List<FetchedPartition> news = session.news(epoch, found);
      if (news == null) {
        found.forEach(FetchedPartition::release);
        return new Answer(SessionEpochs.NO_SESSION, SessionFault.WRONG_EPOCH, List.of());
      }
      return new Answer(session.id(), null, news);
    }
  }

  private record RefusedFetch(SessionFault fault) implements FetchContext {
    @Override
    public List<FetchTarget> targets() {
      return List.of();
    }

    @Override
    public Answer answer(List<FetchedPartition> found) {
      return new Answer(SessionEpochs.NO_SESSION, fault, List.of());
    }
  }
}

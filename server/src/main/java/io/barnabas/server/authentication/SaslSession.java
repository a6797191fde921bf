package io.barnabas.server.authentication;

import io.barnabas.codec.Bytes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where one connection is on its way to a proof, and how long the proof holds (KIP-43, KIP-152,
 * KIP-368). Its requests come one after the other; whoever completes one hands it to the next, so
 * nothing here is locked.
 */
public final class SaslSession {
  private static final Logger LOG = LoggerFactory.getLogger(SaslSession.class);

  /** A client may not prove itself again more often, as in Apache Kafka. */
  private static final long REAUTHENTICATION_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What a connection may ask for now. */
  public enum Stage {
    /** Which mechanism, and what the broker can do. */
    BEFORE_HANDSHAKE,
    /** It sends tokens as requests. */
    TOKENS,
    /** It sends tokens as they are, without headers. */
    RAW_TOKENS,
    /** Everything. */
    PROVEN,
    /** Nothing more. */
    FAILED
  }

  /**
   * How a token was taken.
   *
   * @param token for the client; null where the mechanism has none
   * @param lifetimeMs for how long the proof holds; 0 while there is none or it does not end
   * @param proven who the client is, once it is known
   * @param refusal what the client is told when it failed; null when it did not
   * @param reason for the log when it failed; null when it did not
   */
  public record Outcome(
      @Nullable Bytes token,
      long lifetimeMs,
      @Nullable Identity proven,
      @Nullable String refusal,
      @Nullable String reason) {}

  /** Told how proofs end. Any thread. */
  public interface Watcher {
    /**
     * One has ended.
     *
     * @param good whether the client is who it says
     * @param again whether it had proven itself before
     */
    void proofEnded(boolean good, boolean again);

    /**
     * A client has proven itself again.
     *
     * @param tookNanos since it asked to
     */
    default void proofRenewed(long tookNanos) {}
  }

  private final SaslListener listener;
  private Watcher watcher = (good, again) -> {};
  private Stage stage = Stage.BEFORE_HANDSHAKE;
  private @Nullable SaslMechanism mechanism;
  private @Nullable SaslExchange exchange;
  private CompletionStage<?> taken = CompletableFuture.allOf();
  private @Nullable String provenBy;
  private @Nullable Identity identity;
  private @Nullable String wrongMechanism;
  private boolean expires;
  private long expiresNanos;
  private boolean hasBegunAgain;
  private long begunAgainNanos;

  SaslSession(SaslListener listener) {
    this.listener = listener;
  }

  /** Has somebody told; before the first token. */
  public void tell(Watcher told) {
    watcher = told;
  }

  public Stage stage() {
    return stage;
  }

  /** What the listener's sessions share. */
  public SaslListener listener() {
    return listener;
  }

  /** Who the client has proven to be; null before. */
  public @Nullable Identity identity() {
    return identity;
  }

  /** Whether the proof has ended: nothing but a new one is answered. */
  public boolean isExpired() {
    return expires && listener.nanoTime().getAsLong() - expiresNanos > 0;
  }

  /** Whether a proof that ends may be renewed by another handshake now. */
  public boolean mayBeginAgain() {
    return stage == Stage.PROVEN
        && expires
        && (!hasBegunAgain
            || listener.nanoTime().getAsLong() - begunAgainNanos
                >= REAUTHENTICATION_INTERVAL_NANOS);
  }

  /**
   * Chooses a mechanism, for the first proof or, where {@link #mayBeginAgain}, for another.
   *
   * @param raw whether tokens come without headers from here on
   * @return whether the mechanism is enabled; if not, the session has failed
   */
  public boolean handshake(String name, boolean raw) {
    SaslMechanism chosen = listener.mechanisms().get(name);
    if (chosen == null) {
      fail();
      return false;
    }
    if (stage == Stage.PROVEN) {
      hasBegunAgain = true;
      begunAgainNanos = listener.nanoTime().getAsLong();
    }
    wrongMechanism = provenBy != null && !provenBy.equals(name) ? name : null;
    dispose();
    mechanism = chosen;
    exchange = chosen.begin();
    stage = raw ? Stage.RAW_TOKENS : Stage.TOKENS;
    return true;
  }

  /** Takes a token, on the caller's thread or, where the mechanism is slow, on the executor. */
  public CompletionStage<Outcome> take(byte[] token) {
    SaslExchange current = exchange;
    SaslMechanism chosen = mechanism;
    if (current == null || chosen == null) {
      throw new IllegalStateException("a token at stage " + stage);
    }
    if (wrongMechanism != null) {
      return CompletableFuture.completedFuture(
          failed(
              SaslStep.Refused.telling(
                  "SASL mechanism '"
                      + wrongMechanism
                      + "' requested by client is not supported for re-authentication of mechanism"
                      + " '"
                      + provenBy
                      + "'"),
              chosen));
    }
    if (!chosen.isSlow()) {
      return CompletableFuture.completedFuture(conclude(evaluate(current, token), chosen));
    }
    try {
      CompletionStage<Outcome> taking =
          CompletableFuture.supplyAsync(
              () -> conclude(evaluate(current, token), chosen), listener.executor());
      taken = taking;
      return taking;
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(
          failed(SaslStep.Refused.silently("the broker stops"), chosen));
    }
  }

  /**
   * Libraries that read what strangers send may stumble over it; that is the stranger's failure.
   */
  private static SaslStep evaluate(SaslExchange exchange, byte[] token) {
    try {
      return exchange.evaluate(token);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.debug("A token could not be read", e);
      return SaslStep.Refused.silently("its token led to " + e.getClass().getSimpleName());
    }
  }

  private Outcome conclude(SaslStep step, SaslMechanism chosen) {
    if (step instanceof SaslStep.Challenge challenge) {
      return new Outcome(challenge.token(), 0, null, null, null);
    }
    if (step instanceof SaslStep.Proven proven) {
      return proven(proven, chosen);
    }
    return failed((SaslStep.Refused) step, chosen);
  }

  private Outcome proven(SaslStep.Proven step, SaslMechanism chosen) {
    Identity before = identity;
    if (before != null && !before.name().equals(step.identity().name())) {
      return failed(
          new SaslStep.Refused(
              "Cannot change principals during re-authentication from User."
                  + before.name()
                  + ": User."
                  + step.identity().name(),
              "a connection of "
                  + LoggedName.of(before.name())
                  + " cannot become one of "
                  + LoggedName.of(step.identity().name())),
          chosen);
    }
    dispose();
    watcher.proofEnded(true, before != null);
    if (before != null) {
      watcher.proofRenewed(listener.nanoTime().getAsLong() - begunAgainNanos);
    }
    identity = step.identity();
    provenBy = chosen.name();
    stage = Stage.PROVEN;
    return new Outcome(
        step.token(), lifetime(step.identity(), chosen), step.identity(), null, null);
  }

  /** For how long the proof holds from now on, in milliseconds; 0 for without end. */
  private long lifetime(Identity proven, SaslMechanism chosen) {
    long maxMs = listener.maxReauthMs().getOrDefault(chosen.name(), 0L);
    expires = maxMs > 0 || proven.expiresMs() != Identity.NEVER;
    if (!expires) {
      return 0;
    }
    long leftMs =
        proven.expiresMs() == Identity.NEVER
            ? maxMs
            : Math.max(0, proven.expiresMs() - listener.wallMs().getAsLong());
    long lifetimeMs = maxMs > 0 ? Math.min(leftMs, maxMs) : leftMs;
    // Comparing differences of nanoseconds works for a century.
    expiresNanos =
        listener.nanoTime().getAsLong()
            + Math.min(TimeUnit.MILLISECONDS.toNanos(lifetimeMs), Long.MAX_VALUE / 2);
    return lifetimeMs;
  }

  private Outcome failed(SaslStep.Refused refused, SaslMechanism chosen) {
    fail();
    String told =
        refused.told() != null
            ? refused.told()
            : "Authentication failed during "
                + (identity == null ? "authentication" : "re-authentication")
                + " due to invalid credentials with SASL mechanism "
                + chosen.name();
    return new Outcome(
        null, 0, null, told, "failed authentication by " + chosen.name() + ": " + refused.reason());
  }

  /** The client has failed: it asks for something else than it may while it proves who it is. */
  public void fail() {
    dispose();
    watcher.proofEnded(false, identity != null);
    stage = Stage.FAILED;
  }

  /**
   * The connection has ended, with the proof under way perhaps: what that holds is let go of once
   * nobody works on it. No token is taken any more.
   */
  public void abandon() {
    var unused = taken.whenComplete((outcome, failure) -> dispose());
  }

  private void dispose() {
    SaslExchange current = exchange;
    exchange = null;
    if (current != null) {
      current.dispose();
    }
  }
}

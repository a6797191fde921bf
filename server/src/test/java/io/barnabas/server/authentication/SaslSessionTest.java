package io.barnabas.server.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Bytes;
import io.barnabas.server.authentication.SaslSession.Outcome;
import io.barnabas.server.authentication.SaslSession.Stage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SaslSessionTest {
  private long nowMs = 1000;
  private long maxReauthMs;

  /** Takes a token for a name and, after a colon, an end in milliseconds; "?" asks on. */
  private record Trusting(String name) implements SaslMechanism {
    @Override
    public SaslExchange begin() {
      return token -> {
        String[] said = new String(token, StandardCharsets.UTF_8).split(":");
        return switch (said[0]) {
          case "?" -> new SaslStep.Challenge(Bytes.ofUtf8("and?"));
          case "!" -> SaslStep.Refused.silently("a test");
          case "defect" -> throw new IllegalStateException("a test");
          default ->
              new SaslStep.Proven(
                  Bytes.EMPTY,
                  new Identity(
                      said[0], said.length > 1 ? Long.parseLong(said[1]) : Identity.NEVER, false));
        };
      };
    }
  }

  private SaslSession session() {
    return new SaslListener(
            Map.of("A", new Trusting("A"), "B", new Trusting("B")),
            List.of("A", "B"),
            Map.of("A", maxReauthMs),
            100,
            0,
            Runnable::run,
            () -> nowMs,
            () -> TimeUnit.MILLISECONDS.toNanos(nowMs))
        .session();
  }

  private static Outcome take(SaslSession session, String token) {
    return session.take(token.getBytes(StandardCharsets.UTF_8)).toCompletableFuture().join();
  }

  @Test
  void shouldGoFromHandshakeOverTokensToAProof() {
    SaslSession session = session();
    assertEquals(Stage.BEFORE_HANDSHAKE, session.stage());

    assertTrue(session.handshake("A", false));
    assertEquals(Stage.TOKENS, session.stage());
    assertNull(take(session, "?").proven());
    Outcome last = take(session, "alice");

    assertEquals("alice", assertNotNull2(last.proven()).name());
    assertEquals(0, last.lifetimeMs());
    assertEquals(Stage.PROVEN, session.stage());
    assertFalse(session.isExpired());
    assertFalse(session.mayBeginAgain(), "nothing ends");
  }

  private static Identity assertNotNull2(@org.jspecify.annotations.Nullable Identity identity) {
    assertNotNull(identity);
    return identity;
  }

  @Test
  void shouldEndWithWhatIsNotEnabledAndWhatIsNotProven() {
    SaslSession session = session();
    assertFalse(session.handshake("C", false));
    assertEquals(Stage.FAILED, session.stage());

    for (String token : List.of("!", "defect")) {
      SaslSession other = session();
      other.handshake("A", true);
      assertEquals(Stage.RAW_TOKENS, other.stage());
      assertEquals(
          "Authentication failed during authentication due to invalid credentials with SASL"
              + " mechanism A",
          take(other, token).refusal());
      assertEquals(Stage.FAILED, other.stage());
    }
  }

  /** A mechanism whose proofs are worked on when the test says so. */
  private static final class Counting implements SaslMechanism {
    private final Deque<Runnable> work = new ArrayDeque<>();
    private int disposed;

    @Override
    public String name() {
      return "A";
    }

    @Override
    public boolean isSlow() {
      return true;
    }

    @Override
    public SaslExchange begin() {
      return new SaslExchange() {
        @Override
        public SaslStep evaluate(byte[] token) {
          assertEquals(0, disposed);
          return new SaslStep.Challenge(Bytes.EMPTY);
        }

        @Override
        public void dispose() {
          disposed++;
        }
      };
    }

    SaslSession session() {
      return new SaslListener(
              Map.of("A", this), List.of("A"), Map.of(), 100, 0, work::add, () -> 0, () -> 0)
          .session();
    }
  }

  @Test
  void shouldLetGoOfAProofWhoseConnectionEnds() {
    Counting mechanism = new Counting();
    SaslSession session = mechanism.session();
    session.handshake("A", false);
    CompletionStage<Outcome> first = session.take(new byte[0]);
    mechanism.work.remove().run();
    assertTrue(first.toCompletableFuture().isDone());

    session.abandon();

    assertEquals(1, mechanism.disposed);
  }

  @Test
  void shouldLetGoOfAProofOnlyWhenNobodyWorksOnItAnyMore() {
    Counting mechanism = new Counting();
    SaslSession session = mechanism.session();
    session.handshake("A", false);
    CompletionStage<Outcome> first = session.take(new byte[0]);

    session.abandon();
    assertEquals(0, mechanism.disposed);
    mechanism.work.remove().run();

    assertTrue(first.toCompletableFuture().isDone());
    assertEquals(1, mechanism.disposed);
  }

  @Test
  void shouldHoldForTheShorterOfBothTimes() {
    maxReauthMs = 5000;
    SaslSession session = proven("alice:3000");
    assertEquals(2000, lifetime);
    nowMs = 3000;
    assertFalse(session.isExpired());
    nowMs = 3001;
    assertTrue(session.isExpired());

    nowMs = 1000;
    proven("alice:9000");
    assertEquals(5000, lifetime);
    maxReauthMs = 0;
    proven("alice:9000");
    assertEquals(8000, lifetime);
    assertTrue(proven("alice:500").mayBeginAgain(), "has ended before it began");
    assertEquals(0, lifetime);
    assertFalse(proven("alice:" + (Long.MAX_VALUE - 1)).isExpired());
  }

  private long lifetime;

  private SaslSession proven(String token) {
    SaslSession session = session();
    session.handshake("A", false);
    lifetime = take(session, token).lifetimeMs();
    return session;
  }

  @Test
  void shouldProveTheSameOnceMoreByTheSameMechanism() {
    maxReauthMs = 5000;
    SaslSession session = proven("alice");
    assertTrue(session.mayBeginAgain());
    session.handshake("A", false);
    assertEquals(5000, take(session, "alice").lifetimeMs());
    assertFalse(session.mayBeginAgain(), "not twice in a second");
    nowMs += 1000;
    assertTrue(session.mayBeginAgain());

    session.handshake("A", false);
    assertEquals(
        "Cannot change principals during re-authentication from User.alice: User.bob",
        take(session, "bob").refusal());
    assertEquals(Stage.FAILED, session.stage());

    SaslSession other = proven("alice");
    other.handshake("B", false);
    assertEquals(
        "SASL mechanism 'B' requested by client is not supported for re-authentication of mechanism"
            + " 'A'",
        take(other, "alice").refusal());
  }
}

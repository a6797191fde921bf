package io.barnabas.server.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProofCountTest {
  private final List<String> told = new ArrayList<>();
  private long nanos;
  private final SaslListener listener =
      new SaslListener(
          Map.of("PLAIN", new PlainMechanism(Map.of("alice", "secret"))),
          List.of("PLAIN"),
          Map.of("PLAIN", 60_000L),
          1000,
          0,
          Runnable::run,
          () -> 0,
          () -> nanos);

  private SaslSession session() {
    SaslSession session = listener.session();
    session.tell((good, again) -> told.add((good ? "good" : "bad") + (again ? " again" : "")));
    return session;
  }

  private static void prove(SaslSession session, String password) {
    session.handshake("PLAIN", false);
    session
        .take(("\0alice\0" + password).getBytes(StandardCharsets.UTF_8))
        .toCompletableFuture()
        .join();
  }

  @Test
  void shouldTellProofsFromThoseThatAreGivenAgain() {
    SaslSession session = session();
    prove(session, "secret");
    nanos = 5_000_000_000L;
    prove(session, "secret");
    nanos = 10_000_000_000L;
    prove(session, "wrong");
    prove(session(), "wrong");
    session().handshake("SCRAM-SHA-256", false);

    assertEquals(List.of("good", "good again", "bad again", "bad", "bad"), told);
  }
}

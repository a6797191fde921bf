package io.barnabas.server.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PlainMechanismTest {
  private final PlainMechanism plain = new PlainMechanism(Map.of("alice", "secret", "empty", ""));

  @Test
  void shouldKnowWhoHasTheRightPassword() {
    SaslStep.Proven proven = assertInstanceOf(SaslStep.Proven.class, say("\0alice\0secret"));

    assertEquals(Identity.of("alice"), proven.identity());
    assertInstanceOf(SaslStep.Proven.class, say("alice\0alice\0secret"));
  }

  @Test
  void shouldTellWhatApacheKafkaTells() {
    assertEquals("Authentication failed: Invalid username or password", told("\0alice\0wrong"));
    assertEquals("Authentication failed: Invalid username or password", told("\0bob\0secret"));
    assertEquals("Authentication failed: username not specified", told("\0\0secret"));
    assertEquals("Authentication failed: password not specified", told("\0alice\0"));
    assertEquals("Authentication failed: password not specified", told("\0empty\0"));
    assertEquals("Invalid SASL/PLAIN response: expected 3 tokens, got 1", told("alice"));
    assertEquals("Invalid SASL/PLAIN response: expected 3 tokens, got 4", told("a\0b\0c\0d\0e"));
    assertEquals(
        "Authentication failed: Client requested an authorization id that is different from"
            + " username",
        told("bob\0alice\0secret"));
  }

  @Test
  void shouldLogNoPasswordAndNoNameAsItCame() {
    SaslStep.Refused refused =
        assertInstanceOf(SaslStep.Refused.class, say("\0eve\n2026 ERROR\0hunter2"));

    assertEquals("user 'eve?2026 ERROR' is unknown or has another password", refused.reason());
  }

  private String told(String token) {
    return String.valueOf(assertInstanceOf(SaslStep.Refused.class, say(token)).told());
  }

  private SaslStep say(String token) {
    return plain.begin().evaluate(token.getBytes(StandardCharsets.UTF_8));
  }
}

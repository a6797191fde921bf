package io.barnabas.server.authentication;

import io.barnabas.codec.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;

/**
 * PLAIN (RFC 4616): a name and a password, as they are. Whether a name is known cannot be told from
 * how long the answer takes.
 */
public final class PlainMechanism implements SaslMechanism {
  private static final String FAILED = "Authentication failed: ";

  private final Map<String, byte[]> digests = new HashMap<>();
  private final byte[] nobodys;

  /** Users with their passwords. */
  public PlainMechanism(Map<String, String> passwords) {
    passwords.forEach((user, password) -> digests.put(user, digest(password)));
    nobodys = digest("");
  }

  @Override
  public String name() {
    return "PLAIN";
  }

  @Override
  public SaslExchange begin() {
    return this::evaluate;
  }

  private SaslStep evaluate(byte[] token) {
    String[] parts = new String(token, StandardCharsets.UTF_8).split("\0", -1);
    if (parts.length != 3) {
      return SaslStep.Refused.telling(
          "Invalid SASL/PLAIN response: expected 3 tokens, got " + Math.min(parts.length, 4));
    }
    String user = parts[1];
    String password = parts[2];
    if (user.isEmpty()) {
      return SaslStep.Refused.telling(FAILED + "username not specified");
    }
    if (password.isEmpty()) {
      return SaslStep.Refused.telling(FAILED + "password not specified");
    }
    byte[] expected = digests.get(user);
    boolean same = MessageDigest.isEqual(digest(password), expected == null ? nobodys : expected);
    if (!same || expected == null) {
      return new SaslStep.Refused(
          FAILED + "Invalid username or password",
          "user " + LoggedName.of(user) + " is unknown or has another password");
    }
    if (!parts[0].isEmpty() && !parts[0].equals(user)) {
      return SaslStep.Refused.telling(
          FAILED + "Client requested an authorization id that is different from username");
    }
    return new SaslStep.Proven(Bytes.EMPTY, Identity.of(user));
  }

  /** Of one length whatever the password's, so that comparing tells nothing. */
  private static byte[] digest(String password) {
    return Digests.sha256(password.getBytes(StandardCharsets.UTF_8));
  }
}

package io.barnabas.server.authentication;

/**
 * Who a client has proven to be.
 *
 * @param name of the principal, whose type is always User
 * @param expiresMs when the proof ends, in milliseconds since 1970; {@link #NEVER} for no end
 * @param byToken whether it was proven by a delegation token, with which no further ones can be had
 *     (KIP-48)
 */
public record Identity(String name, long expiresMs, boolean byToken) {
  /** What was proven holds for as long as the connection does. */
  public static final long NEVER = Long.MAX_VALUE;

  /** Somebody whose proof does not end. */
  public static Identity of(String name) {
    return new Identity(name, NEVER, false);
  }
}

package io.barnabas.server.authentication;

import io.barnabas.codec.Bytes;
import org.jspecify.annotations.Nullable;

/** What a mechanism makes of a token from a client. */
public sealed interface SaslStep {

  /** The client has to say more. */
  record Challenge(Bytes token) implements SaslStep {}

  /**
   * The client has proven who it is.
   *
   * @param token the last one for the client; may be empty, null where the mechanism has none
   */
  record Proven(@Nullable Bytes token, Identity identity) implements SaslStep {}

  /**
   * It has not.
   *
   * @param told what the client may know of the reason; null for no more than that it failed
   * @param reason for the log; holds no secrets, and names from clients only as {@link
   *     LoggedName#of} makes them
   */
  record Refused(@Nullable String told, String reason) implements SaslStep {

    /** The client may know all there is to say. */
    static Refused telling(String told) {
      return new Refused(told, told);
    }

    /** The client hears only that it failed. */
    static Refused silently(String reason) {
      return new Refused(null, reason);
    }
  }
}

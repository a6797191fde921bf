package io.barnabas.server.authentication;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a SCRAM client says last (RFC 5802, section 7).
 *
 * @param withoutProof the part that both sides sign
 * @param header the header of its first message once more, encoded
 * @param proof in base 64
 */
record ScramFinalMessage(String withoutProof, String header, String nonce, String proof) {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?<signed>c=(?<header>[a-zA-Z0-9/+=]+),r=(?<nonce>[\\x21-\\x7E&&[^,]]+)"
              + "(?:,[A-Za-z]+=[^,\\x00]+)*),p=(?<proof>[a-zA-Z0-9/+=]+)");

  private static final int LENGTH_MAX = 8192;

  static @Nullable ScramFinalMessage parse(byte[] token) {
    if (token.length > LENGTH_MAX) {
      return null;
    }
    Matcher matcher = SYNTAX.matcher(new String(token, StandardCharsets.UTF_8));
    return matcher.matches()
        ? new ScramFinalMessage(
            matcher.group("signed"),
            matcher.group("header"),
            matcher.group("nonce"),
            matcher.group("proof"))
        : null;
  }

  /** Whether it repeats the header that was sent first, as it must. */
  boolean repeats(String firstHeader) {
    byte[] encoded = Base64.getEncoder().encode(firstHeader.getBytes(StandardCharsets.UTF_8));
    return header.equals(new String(encoded, StandardCharsets.US_ASCII));
  }

  /** The proof's bytes; null if they are none. */
  byte @Nullable [] proofBytes() {
    try {
      return Base64.getDecoder().decode(proof);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}

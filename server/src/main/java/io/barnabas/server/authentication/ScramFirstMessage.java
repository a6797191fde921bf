package io.barnabas.server.authentication;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a SCRAM client says first (RFC 5802, section 7), without channel binding, which Apache Kafka
 * does not have either.
 *
 * @param header the part that the client repeats, encoded, in its last message
 * @param bare the rest, which both sides sign
 * @param authorization who it wants to be; empty for the one it proves to be
 * @param byToken whether the name is a delegation token's id (KIP-48)
 */
record ScramFirstMessage(
    String header, String bare, String authorization, String user, String nonce, boolean byToken) {
  private static final String NAME = "(?:[^=,\\x00]++|=2C|=3D)++";
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?<header>n,(?:a=(?<authzid>"
              + NAME
              + "))?,)(?<bare>n=(?<user>"
              + NAME
              + "),r=(?<nonce>[\\x21-\\x7E&&[^,]]+)(?<extensions>(?:,[A-Za-z]+=[^,\\x00]+)*))");

  /** Bounds what is matched: names and nonces are short. */
  private static final int LENGTH_MAX = 4096;

  static @Nullable ScramFirstMessage parse(byte[] token) {
    if (token.length > LENGTH_MAX) {
      return null;
    }
    Matcher matcher = SYNTAX.matcher(new String(token, StandardCharsets.UTF_8));
    if (!matcher.matches()) {
      return null;
    }
    String authorization = matcher.group("authzid");
    return new ScramFirstMessage(
        matcher.group("header"),
        matcher.group("bare"),
        authorization == null ? "" : plain(authorization),
        plain(matcher.group("user")),
        matcher.group("nonce"),
        isByToken(matcher.group("extensions")));
  }

  private static boolean isByToken(String extensions) {
    for (String extension : extensions.split(",", -1)) {
      if (extension.equalsIgnoreCase("tokenauth=true")) {
        return true;
      }
    }
    return false;
  }

  private static String plain(String name) {
    return name.replace("=2C", ",").replace("=3D", "=");
  }
}

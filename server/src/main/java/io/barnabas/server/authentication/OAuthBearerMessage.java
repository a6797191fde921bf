package io.barnabas.server.authentication;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client of OAUTHBEARER says first (RFC 7628, section 3.1; extensions by KIP-342, which are
 * checked and lead to nothing).
 *
 * @param authorization who it wants to be; empty for the one the token names
 */
record OAuthBearerMessage(String token, String authorization) {
  private static final char SEPARATOR = '\u0001';
  private static final Pattern KEY = Pattern.compile("[A-Za-z]++");
  private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7E \\t\\r\\n]++");
  private static final Pattern TOKEN = Pattern.compile("[-_~+/.a-zA-Z0-9]++=*+");
  private static final String SCHEME = "bearer ";

  static @Nullable OAuthBearerMessage parse(byte[] token) {
    String message = new String(token, StandardCharsets.UTF_8);
    int header = message.indexOf(SEPARATOR);
    if (header < 0 || !message.endsWith("" + SEPARATOR + SEPARATOR)) {
      return null;
    }
    String authorization = authorization(message.substring(0, header));
    String auth = null;
    for (String pair : message.substring(header + 1, message.length() - 1).split("\u0001", -1)) {
      int equals = pair.indexOf('=');
      if (pair.isEmpty()) {
        continue;
      }
      if (equals < 0
          || !KEY.matcher(pair.substring(0, equals)).matches()
          || !VALUE.matcher(pair.substring(equals + 1)).matches()) {
        return null;
      }
      if (pair.startsWith("auth=")) {
        auth = pair.substring(equals + 1);
      }
    }
    String bearer = auth == null ? null : bearer(auth);
    return bearer == null || authorization == null
        ? null
        : new OAuthBearerMessage(bearer, authorization);
  }

  private static @Nullable String authorization(String header) {
    if (!header.startsWith("n,") || !header.endsWith(",")) {
      return null;
    }
    if (header.length() <= 3) {
      return header.equals("n,,") ? "" : null;
    }
    String middle = header.substring(2, header.length() - 1);
    return middle.startsWith("a=") && middle.length() > 2 && middle.indexOf(',') < 0
        ? middle.substring(2).replace("=2C", ",").replace("=3D", "=")
        : null;
  }

  private static @Nullable String bearer(String auth) {
    if (!auth.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return null;
    }
    String token = auth.substring(SCHEME.length()).stripLeading();
    return TOKEN.matcher(token).matches() ? token : null;
  }
}

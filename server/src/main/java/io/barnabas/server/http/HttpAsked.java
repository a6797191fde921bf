package io.barnabas.server.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How a page is asked for.
 *
 * @param parameters what the address has behind its question mark, by name
 * @param takesGzip whether an answer may be compressed
 */
public record HttpAsked(Map<String, List<String>> parameters, boolean takesGzip) {

  static HttpAsked of(Map<String, List<String>> parameters, HttpHeaders headers) {
    return new HttpAsked(
        parameters,
        headers.getAll(HttpHeaderNames.ACCEPT_ENCODING).stream().anyMatch(HttpAsked::namesGzip));
  }

  /** Of {@code gzip;q=0.5, *;q=0} and the like; {@code q=0} says no. */
  private static boolean namesGzip(String acceptEncoding) {
    for (String each : acceptEncoding.toLowerCase(Locale.ROOT).split(",")) {
      String[] parts = each.split(";", 2);
      if (parts[0].trim().equals("gzip")) {
        return parts.length == 1 || !parts[1].trim().matches("q\\s*=\\s*0(\\.0*)?");
      }
    }
    return false;
  }
}

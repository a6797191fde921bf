package io.barnabas.server.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One place to listen on, or to be told to clients.
 *
 * @param name its name, in upper case
 * @param host a name or address; empty for all interfaces, or for this machine's own name when
 *     advertised
 * @param port 0 for any free one
 */
public record Listener(String name, String host, int port) {
  private static final Pattern SYNTAX =
      Pattern.compile("([^:/]+)://\\[?([0-9a-zA-Z\\-%._:]*)\\]?:(-?[0-9]+)");

  /** Reads {@code NAME://host:port}; null if it is something else. */
  static @Nullable Listener parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches() || matcher.group(3).length() > 5) {
      return null;
    }
    int port = Integer.parseInt(matcher.group(3));
    if (port < 0 || port > 65535) {
      return null;
    }
    return new Listener(matcher.group(1).toUpperCase(Locale.ROOT), matcher.group(2), port);
  }

  @Override
  public String toString() {
    return name + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}

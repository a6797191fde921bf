package io.barnabas.server.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What clients from some place are told instead of the address their connection arrived at, because
 * a forwarded port brought it there.
 *
 * @param sources where these clients come from
 * @param host what they are told; empty for the address they arrived at
 * @param port what they are told; 0 for the port they arrived at, {@link #PUBLISHED} for the one
 *     under which the gateway forwards to that
 */
public record ForwardRule(List<AddressRange> sources, String host, int port) {
  static final String SYNTAX =
      "a list of SOURCE=host[:port] where SOURCE is an address, a range such as 10.0.0.0/8, gateway"
          + " or any, host may be 'reached', and port, for the gateway, 'published'";

  /** To be found out. */
  public static final int PUBLISHED = -1;

  private static final String FOUND_OUT = "published";

  private static final Pattern RULE =
      Pattern.compile(
          "([^=\\s]+)\\s*=\\s*(?:\\[([^\\]]+)\\]|([^:\\s\\[\\]]+))(?::([0-9]{1,5}|published))?");
  private static final int PORT_MAX = 65_535;
  private static final List<AddressRange> ANY = List.of(range("0.0.0.0/0"), range("::/0"));

  public ForwardRule {
    sources = List.copyOf(sources);
  }

  /** Reads a rule; null if it is none. */
  static @Nullable ForwardRule parse(String text) {
    Matcher matcher = RULE.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    List<AddressRange> sources = sources(matcher.group(1).toLowerCase(Locale.ROOT));
    String host = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
    int port = port(matcher.group(4));
    boolean published = port == PUBLISHED && !matcher.group(1).equalsIgnoreCase("gateway");
    return sources == null || port > PORT_MAX || published
        ? null
        : new ForwardRule(sources, host.equals("reached") ? "" : host, port);
  }

  private static int port(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    return text.equals(FOUND_OUT) ? PUBLISHED : Integer.parseInt(text);
  }

  /** Where clients come from whose port is to be found out; nothing for other rules. */
  public List<InetAddress> gateways() {
    return port == PUBLISHED ? sources.stream().map(AddressRange::first).toList() : List.of();
  }

  private static @Nullable List<AddressRange> sources(String text) {
    if (text.equals("any")) {
      return ANY;
    }
    if (text.equals("gateway")) {
      return DefaultGateways.read();
    }
    AddressRange range = AddressRange.parse(text);
    return range == null ? null : List.of(range);
  }

  private static AddressRange range(String text) {
    AddressRange range = AddressRange.parse(text);
    if (range == null) {
      throw new IllegalArgumentException(text);
    }
    return range;
  }
}

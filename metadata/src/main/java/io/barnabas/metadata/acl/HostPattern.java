package io.barnabas.metadata.acl;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The hosts an ACL speaks of: {@code *} for all, an address, or a range of addresses in CIDR
 * notation. Names are never looked up.
 */
public final class HostPattern {
  public static final String ALL = "*";

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  private static final Pattern IPV6_LIKE = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]*");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

  private record Range(byte[] address, int bits) {}

  private HostPattern() {}

  /** Whether the pattern is meant as a range of addresses. */
  public static boolean isRange(String pattern) {
    return pattern.indexOf('/') >= 0;
  }

  /** Whether the pattern is a range as it should be written. */
  public static boolean isValidRange(String pattern) {
    return range(pattern) != null;
  }

  /** Whether an address, as Java writes it, is one the pattern speaks of. */
  static boolean matches(String pattern, String host) {
    if (pattern.equals(ALL) || pattern.equals(host)) {
      return true;
    }
    if (!isRange(pattern)) {
      return false;
    }
    Range range = range(pattern);
    int zone = host.indexOf('%');
    byte[] address = address(zone < 0 ? host : host.substring(0, zone));
    return range != null && address != null && contains(range, address);
  }

  private static boolean contains(Range range, byte[] address) {
    if (range.address().length != address.length) {
      return false;
    }
    int whole = range.bits() / Byte.SIZE;
    for (int i = 0; i < whole; i++) {
      if (range.address()[i] != address[i]) {
        return false;
      }
    }
    int rest = range.bits() % Byte.SIZE;
    if (rest == 0) {
      return true;
    }
    int mask = 0xFF << (Byte.SIZE - rest);
    return (range.address()[whole] & mask) == (address[whole] & mask);
  }

  private static @Nullable Range range(String pattern) {
    int slash = pattern.indexOf('/');
    byte[] address = slash < 0 ? null : address(pattern.substring(0, slash));
    String length = pattern.substring(slash + 1);
    if (address == null || !LENGTH.matcher(length).matches()) {
      return null;
    }
    int bits = Integer.parseInt(length);
    return bits > address.length * Byte.SIZE ? null : new Range(address, bits);
  }

  private static byte @Nullable [] address(String text) {
    if (IPV4.matcher(text).matches()) {
      return ipv4(text);
    }
    // Anything else than a literal would be looked up as a name.
    if (text.indexOf(':') < 0 || !IPV6_LIKE.matcher(text).matches()) {
      return null;
    }
    try {
      InetAddress address = InetAddress.getByName(text);
      return address instanceof Inet6Address ? address.getAddress() : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static byte @Nullable [] ipv4(String text) {
    String[] parts = text.split("\\.", -1);
    byte[] address = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      int part = Integer.parseInt(parts[i]);
      if (part > 0xFF) {
        return null;
      }
      address[i] = (byte) part;
    }
    return address;
  }
}

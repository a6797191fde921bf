package io.barnabas.server.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Where this machine sends what is for nobody nearby. In a container that is the machine it runs
 * on, and the connections that come through a published port appear to be from there. Known on
 * Linux alone.
 */
final class DefaultGateways {
  private static final Path IPV4 = Path.of("/proc/net/route");
  private static final Path IPV6 = Path.of("/proc/net/ipv6_route");
  private static final String NO_IPV6 = "0".repeat(32);

  private DefaultGateways() {}

  /** The gateways of now; none where there are none, or nobody says. Reads two small files. */
  static List<AddressRange> read() {
    return parse(lines(IPV4), lines(IPV6));
  }

  static List<AddressRange> parse(List<String> ipv4, List<String> ipv6) {
    List<AddressRange> found = new ArrayList<>();
    for (String line : ipv4) {
      String[] words = line.trim().split("\\s+");
      if (words.length > 2 && words[1].equals("00000000") && words[2].matches("[0-9A-Fa-f]{8}")) {
        byte[] address = HexFormat.of().parseHex(words[2]);
        add(found, new byte[] {address[3], address[2], address[1], address[0]});
      }
    }
    for (String line : ipv6) {
      String[] words = line.trim().split("\\s+");
      if (words.length > 4
          && words[0].equals(NO_IPV6)
          && words[1].equals("00")
          && words[4].matches("[0-9a-f]{32}")) {
        add(found, HexFormat.of().parseHex(words[4]));
      }
    }
    return found;
  }

  private static void add(List<AddressRange> found, byte[] address) {
    try {
      InetAddress gateway = InetAddress.getByAddress(address);
      if (!gateway.isAnyLocalAddress()) {
        found.add(new AddressRange(gateway, address.length * Byte.SIZE));
      }
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // Four or sixteen bytes are always an address.
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      return List.of();
    }
  }
}

package io.barnabas.server.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that begin with the same bits.
 *
 * @param first one of them
 * @param bits how many bits are the same: all of them for one address
 */
record AddressRange(InetAddress first, int bits) {

  /** Reads {@code 10.0.0.0/8}, {@code fd00::/8} or one address; null for anything else. */
  static @Nullable AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress first =
        NetUtil.createInetAddressFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
    if (first == null) {
      return null;
    }
    int all = first.getAddress().length * Byte.SIZE;
    if (slash < 0) {
      return new AddressRange(first, all);
    }
    String length = text.substring(slash + 1);
    return length.matches("[0-9]{1,3}") && Integer.parseInt(length) <= all
        ? new AddressRange(first, Integer.parseInt(length))
        : null;
  }

  boolean contains(InetAddress address) {
    byte[] ours = first.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      if (((ours[i / Byte.SIZE] ^ theirs[i / Byte.SIZE]) & (0x80 >> i % Byte.SIZE)) != 0) {
        return false;
      }
    }
    return true;
  }
}

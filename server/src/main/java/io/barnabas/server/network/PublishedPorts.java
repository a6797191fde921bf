package io.barnabas.server.network;

import io.barnabas.server.api.ClientConnection.Software;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Finds out under which port a gateway forwards to a port of this broker, which no connection
 * tells: by asking there, and seeing whether the question comes in here. Asked are the same port
 * and those with one more digit in front, as ports are usually published. Blocks, for moments.
 */
final class PublishedPorts {
  private static final String SOFTWARE = "barnabas-published-port";
  private static final int STEP = 10_000;
  private static final int PORT_MAX = 65_535;
  private static final int CONNECT_MS = 200;
  private static final int ANSWER_MS = 1_000;
  private static final short API_VERSIONS = 18;
  private static final short VERSION = 3;

  private final Predicate<Software> isConnected;
  private final RandomGenerator random;

  /**
   * For one broker.
   *
   * @param isConnected whether a client with this software is connected to it
   */
  PublishedPorts(Predicate<Software> isConnected, RandomGenerator random) {
    this.isConnected = isConnected;
    this.random = random;
  }

  /** The ports that are tried for one of this broker's. */
  static List<Integer> candidates(int port) {
    List<Integer> candidates = new ArrayList<>();
    candidates.add(port);
    if (port < STEP) {
      for (int other = port + STEP; other <= PORT_MAX; other += STEP) {
        candidates.add(other);
      }
    }
    return candidates;
  }

  /** The first that leads here; empty if none does. */
  OptionalInt find(InetAddress gateway, int port) {
    return candidates(port).stream()
        .mapToInt(Integer::intValue)
        .filter(each -> leadsHere(gateway, each))
        .findFirst();
  }

  private boolean leadsHere(InetAddress gateway, int port) {
    String nonce = Long.toHexString(random.nextLong());
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(gateway, port), CONNECT_MS);
      socket.setSoTimeout(ANSWER_MS);
      socket.getOutputStream().write(question(nonce));
      return socket.getInputStream().read() >= 0 && isConnected.test(new Software(SOFTWARE, nonce));
    } catch (IOException nobodyThere) {
      return false;
    }
  }

  /** ApiVersions, which every broker answers at once, whoever asks. */
  private static byte[] question(String nonce) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(API_VERSIONS);
    out.writeShort(VERSION);
    out.writeInt(1);
    out.writeUTF(SOFTWARE);
    out.writeByte(0);
    writeCompact(out, SOFTWARE);
    writeCompact(out, nonce);
    out.writeByte(0);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    new DataOutputStream(frame).writeInt(bytes.size());
    bytes.writeTo(frame);
    return frame.toByteArray();
  }

  private static void writeCompact(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeByte(bytes.length + 1);
    out.write(bytes);
  }
}

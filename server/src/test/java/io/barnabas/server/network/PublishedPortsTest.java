package io.barnabas.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.server.api.ClientConnection.Software;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class PublishedPortsTest {
  private final InetAddress gateway = InetAddress.getLoopbackAddress();
  private final Set<String> seen = new HashSet<>();

  private boolean isConnected(Software software) {
    return seen.contains(software.version());
  }

  /** Answers one connection with a byte; whether it is the broker's own port. */
  private CompletableFuture<Void> serve(ServerSocket server, boolean own) {
    return CompletableFuture.runAsync(
        () -> {
          try (Socket socket = server.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] frame = new byte[in.readInt()];
            in.readFully(frame);
            if (own) {
              int length = frame[frame.length - 18] - 1;
              seen.add(new String(frame, frame.length - 1 - length, length, "US-ASCII"));
            }
            socket.getOutputStream().write(0);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  @Test
  void shouldTryThePortAndThoseWithADigitInFront() {
    assertEquals(List.of(9092, 19092, 29092, 39092, 49092, 59092), PublishedPorts.candidates(9092));
    assertEquals(List.of(19092), PublishedPorts.candidates(19092));
  }

  @Test
  void shouldFindOnlyWhatLeadsHere() throws Exception {
    // A nonce of sixteen digits: one that begins with a one.
    PublishedPorts ports =
        new PublishedPorts(
            this::isConnected,
            new Random() {
              @Override
              public long nextLong() {
                return super.nextLong() | Long.MIN_VALUE;
              }
            });
    try (ServerSocket server = new ServerSocket(0, 1, gateway)) {
      var served = serve(server, true);
      assertEquals(
          OptionalInt.of(server.getLocalPort()), ports.find(gateway, server.getLocalPort()));
      served.join();
    }
    try (ServerSocket another = new ServerSocket(0, 1, gateway)) {
      if (PublishedPorts.candidates(another.getLocalPort()).size() == 1) {
        var served = serve(another, false);
        assertEquals(OptionalInt.empty(), ports.find(gateway, another.getLocalPort()));
        served.join();
      }
    }
  }
}

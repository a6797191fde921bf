package io.barnabas.compat.harness;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

/** Asks ApiVersions v0 in 14 bytes: the cheapest way to learn that a broker serves. */
public final class ApiVersionsProbe {
  private static final int CORRELATION_ID = 7;
  private static final int TIMEOUT_MS = 5_000;

  private ApiVersionsProbe() {}

  public static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
      socket.setSoTimeout(TIMEOUT_MS);
      ByteBuffer request = ByteBuffer.allocate(14);
      request.putInt(10).putShort((short) 18).putShort((short) 0).putInt(CORRELATION_ID);
      request.putShort((short) -1);
      socket.getOutputStream().write(request.array());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      in.readInt();
      return in.readInt() == CORRELATION_ID;
    } catch (IOException notYet) {
      return false;
    }
  }
}

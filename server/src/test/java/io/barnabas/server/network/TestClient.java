package io.barnabas.server.network;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.Message;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.MessageWriter;
import io.barnabas.codec.message.RequestHeader;
import io.barnabas.codec.message.ResponseHeader;
import io.barnabas.codec.message.ResponseReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/** A client that sends what it is told to, right or wrong. */
final class TestClient implements AutoCloseable {
  private static final int PATIENCE_MS = 30_000;

  private final Socket socket;
  private final OutputStream out;
  private final DataInputStream in;

  TestClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    out = socket.getOutputStream();
    in = new DataInputStream(socket.getInputStream());
  }

  static byte[] frame(ApiKey key, int version, int correlationId, Message request) {
    ByteBuf buffer = Unpooled.buffer();
    MessageWriter writer = new MessageWriter(buffer);
    writer.writeInt32(0);
    new RequestHeader(key.id(), (short) version, correlationId, "test")
        .write(writer, key.requestHeaderVersion(version));
    request.write(writer, (short) version);
    buffer.setInt(0, writer.sizeInBytes() - 4);
    ByteBuf whole = Unpooled.buffer(writer.sizeInBytes());
    for (MessageWriter.Splice splice : writer.splices()) {
      whole.writeBytes(buffer, splice.position() - buffer.readerIndex());
      whole.writeBytes(((ByteBufRecords) splice.records()).content().duplicate());
    }
    whole.writeBytes(buffer);
    byte[] bytes = new byte[whole.readableBytes()];
    whole.readBytes(bytes);
    return bytes;
  }

  void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  void send(ApiKey key, int version, int correlationId, Message request) throws IOException {
    send(frame(key, version, correlationId, request));
  }

  /** One response frame without its length. */
  ByteBuf receive() throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return Unpooled.wrappedBuffer(bytes);
  }

  int receiveCorrelationId() throws IOException {
    return receive().readInt();
  }

  Message receive(ApiKey key, int version) throws IOException {
    MessageReader reader = new MessageReader(receive());
    ResponseHeader.read(reader, key.responseHeaderVersion(version));
    return ResponseReader.read(key, reader, (short) version);
  }

  /** Whether the other side ends the connection. */
  boolean isClosedByPeer() throws IOException {
    try {
      return in.read() == -1;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  boolean hasBytes() throws IOException {
    return in.available() > 0;
  }

  Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

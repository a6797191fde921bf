package io.barnabas.compat.harness;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;

/** A connection on which a test decides about every byte. */
public final class RawConnection implements AutoCloseable {
  private static final int TIMEOUT_MS = 30_000;

  private final AtomicInteger correlationIds = new AtomicInteger(100);
  private final Socket socket;
  private final DataInputStream in;

  public RawConnection(int port) throws IOException {
    this(InetAddress.getLoopbackAddress(), port);
  }

  /** To one of the addresses that the broker listens on. */
  public RawConnection(InetAddress address, int port) throws IOException {
    this(new Socket(address, port));
  }

  /** Over a connection there is. */
  public RawConnection(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT_MS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
  }

  /**
   * These bytes and nothing else. A connection that the broker has already closed is no error here.
   */
  public void sendBytes(byte[] bytes) throws IOException {
    try {
      socket.getOutputStream().write(bytes);
    } catch (SocketException closed) {
      // What the broker thinks of the bytes is asked by the caller when it reads.
    }
  }

  /** A frame: the length, then the payload. */
  public void sendFrame(ByteBuffer payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(4 + payload.remaining());
    frame.putInt(payload.remaining()).put(payload);
    sendBytes(frame.array());
  }

  /** The payload of the next frame. */
  public ByteBuffer receiveFrame() throws IOException {
    byte[] payload = new byte[in.readInt()];
    in.readFully(payload);
    return ByteBuffer.wrap(payload);
  }

  /**
   * True if the broker has closed the connection without another byte; false if it has answered.
   */
  public boolean isClosedByBroker() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Sends a request of the given version and returns its answer. */
  public <T extends AbstractResponse> T exchange(AbstractRequest request, Class<T> answer)
      throws IOException {
    RequestHeader header = header(request.apiKey(), request.version());
    sendFrame(request.serializeWithHeader(header));
    try {
      return answer.cast(AbstractResponse.parseResponse(receiveFrame(), header));
    } catch (EOFException e) {
      throw new EOFException("closed instead of an answer to " + request);
    }
  }

  /** Sends a message of the given version and returns its answer. */
  public ApiMessage ask(ApiKeys api, short version, ApiMessage request) throws IOException {
    send(api, version, request);
    return receive(api, version);
  }

  /** Asks the same a number of times without waiting in between; the answers in their order. */
  public List<ApiMessage> askAtOnce(ApiKeys api, short version, ApiMessage request, int times)
      throws IOException {
    for (int i = 0; i < times; i++) {
      send(api, version, request);
    }
    List<ApiMessage> answers = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      answers.add(receive(api, version));
    }
    return answers;
  }

  private void send(ApiKeys api, short version, ApiMessage request) throws IOException {
    RequestHeader header = header(api, version);
    ByteBuffer head =
        MessageUtil.toByteBufferAccessor(header.data(), header.headerVersion()).buffer();
    ByteBuffer body = MessageUtil.toByteBufferAccessor(request, version).buffer();
    sendFrame(ByteBuffer.allocate(head.remaining() + body.remaining()).put(head).put(body).flip());
  }

  private ApiMessage receive(ApiKeys api, short version) throws IOException {
    ByteBuffer payload = receiveFrame();
    ResponseHeader.parse(payload, api.responseHeaderVersion(version));
    ApiMessage answer = ApiMessageType.fromApiKey(api.id).newResponse();
    answer.read(new ByteBufferAccessor(payload), version);
    return answer;
  }

  public RequestHeader header(ApiKeys key, short version) {
    return new RequestHeader(key, version, "raw", correlationIds.incrementAndGet());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

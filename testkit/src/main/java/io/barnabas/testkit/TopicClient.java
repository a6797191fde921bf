package io.barnabas.testkit;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.MessageWriter;
import io.barnabas.codec.message.CreateTopicsRequest;
import io.barnabas.codec.message.CreateTopicsRequest.CreatableTopic;
import io.barnabas.codec.message.CreateTopicsRequest.CreatableTopicConfig;
import io.barnabas.codec.message.CreateTopicsResponse;
import io.barnabas.codec.message.RequestHeader;
import io.barnabas.codec.message.ResponseHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Collection;

/** Makes topics as an administrator would, without a client library. Blocks. */
final class TopicClient {
  private static final String CLIENT_ID = "barnabas-testkit";
  private static final int PATIENCE_MS = 30_000;

  private final String host;
  private final int port;

  TopicClient(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /**
   * Makes all of them.
   *
   * @throws IllegalStateException if the broker refuses one
   */
  void create(Collection<Topic> topics) {
    CreateTopicsRequest request =
        CreateTopicsRequest.builder()
            .timeoutMs(PATIENCE_MS)
            .topics(topics.stream().map(TopicClient::creatable).toList())
            .build();
    try {
      for (CreateTopicsResponse.CreatableTopicResult made : ask(request).topics()) {
        if (made.errorCode() != ErrorCode.NONE.code()) {
          throw new IllegalStateException(
              "topic "
                  + made.name()
                  + " was not made: "
                  + ErrorCode.ofCode(made.errorCode())
                  + (made.errorMessage() == null ? "" : ", " + made.errorMessage()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("topics could not be made", e);
    }
  }

  private static CreatableTopic creatable(Topic topic) {
    return CreatableTopic.builder()
        .name(topic.name())
        .numPartitions(topic.partitions())
        .replicationFactor((short) -1)
        .configs(
            topic.configs().entrySet().stream()
                .map(
                    config ->
                        CreatableTopicConfig.builder()
                            .name(config.getKey())
                            .value(config.getValue())
                            .build())
                .toList())
        .build();
  }

  private CreateTopicsResponse ask(CreateTopicsRequest request) throws IOException {
    ApiKey key = ApiKey.CREATE_TOPICS;
    short version = key.highestStableVersion();
    ByteBuf buffer = Unpooled.buffer();
    MessageWriter writer = new MessageWriter(buffer);
    writer.writeInt32(0);
    new RequestHeader(key.id(), version, 0, CLIENT_ID)
        .write(writer, key.requestHeaderVersion(version));
    request.write(writer, version);
    buffer.setInt(0, writer.sizeInBytes() - Integer.BYTES);
    try (Socket socket = new Socket(host, port)) {
      socket.setSoTimeout(PATIENCE_MS);
      buffer.readBytes(socket.getOutputStream(), buffer.readableBytes());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] response = new byte[in.readInt()];
      in.readFully(response);
      MessageReader reader = new MessageReader(Unpooled.wrappedBuffer(response));
      ResponseHeader unused = ResponseHeader.read(reader, key.responseHeaderVersion(version));
      return CreateTopicsResponse.read(reader, version);
    }
  }
}

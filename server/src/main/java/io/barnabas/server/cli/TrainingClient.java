package io.barnabas.server.cli;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.Message;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.MessageWriter;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.codec.message.ApiVersionsRequest;
import io.barnabas.codec.message.FetchRequest;
import io.barnabas.codec.message.FindCoordinatorRequest;
import io.barnabas.codec.message.InitProducerIdRequest;
import io.barnabas.codec.message.ListOffsetsRequest;
import io.barnabas.codec.message.MetadataRequest;
import io.barnabas.codec.message.MetadataResponse;
import io.barnabas.codec.message.ProduceRequest;
import io.barnabas.codec.message.RequestHeader;
import io.barnabas.codec.message.ResponseHeader;
import io.barnabas.codec.message.ResponseReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Says to a broker what a producer and a consumer say first, over a plain socket. One thread. */
final class TrainingClient implements AutoCloseable {
  private static final String TOPIC = "training";
  private static final int PATIENCE_MS = 20_000;
  private static final int ROUNDS = 50;

  private final Socket socket;
  private final DataInputStream in;
  private int correlationId;

  TrainingClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
  }

  void converse() throws IOException {
    Message unused = ask(ApiKey.API_VERSIONS, ApiVersionsRequest.builder().build());
    unused = ask(ApiKey.INIT_PRODUCER_ID, InitProducerIdRequest.builder().build());
    Uuid topicId = topicId();
    for (int i = 0; i < ROUNDS; i++) {
      unused = ask(ApiKey.PRODUCE, produce(topicId));
      unused = ask(ApiKey.FETCH, fetch(topicId));
    }
    unused = ask(ApiKey.LIST_OFFSETS, listOffsets());
    FindCoordinatorRequest coordinator =
        FindCoordinatorRequest.builder().coordinatorKeys(List.of(TOPIC)).build();
    unused = ask(ApiKey.FIND_COORDINATOR, coordinator);
  }

  private Uuid topicId() throws IOException {
    MetadataRequest request =
        MetadataRequest.builder()
            .topics(List.of(MetadataRequest.MetadataRequestTopic.builder().name(TOPIC).build()))
            .allowAutoTopicCreation(true)
            .build();
    // The first answer may be that the topic is only being created.
    for (int i = 0; i < ROUNDS; i++) {
      MetadataResponse response = (MetadataResponse) ask(ApiKey.METADATA, request);
      Uuid id = response.topics().get(0).topicId();
      if (!id.equals(Uuid.ZERO)) {
        return id;
      }
    }
    throw new IOException("the topic was not created");
  }

  private static ProduceRequest produce(Uuid topicId) {
    ByteBuf batch = Unpooled.buffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(batch, BatchOptions.DEFAULT)) {
      ByteBuf value = Unpooled.copiedBuffer("to the castle", StandardCharsets.UTF_8);
      builder.append(System.currentTimeMillis(), null, value);
      builder.finish();
    }
    return ProduceRequest.builder()
        .acks((short) -1)
        .timeoutMs(PATIENCE_MS)
        .topicData(
            List.of(
                ProduceRequest.TopicProduceData.builder()
                    .topicId(topicId)
                    .partitionData(
                        List.of(
                            ProduceRequest.PartitionProduceData.builder()
                                .records(new ByteBufRecords(batch))
                                .build()))
                    .build()))
        .build();
  }

  private static FetchRequest fetch(Uuid topicId) {
    return FetchRequest.builder()
        .maxBytes(1 << 20)
        .topics(
            List.of(
                FetchRequest.FetchTopic.builder()
                    .topicId(topicId)
                    .partitions(
                        List.of(
                            FetchRequest.FetchPartition.builder()
                                .partitionMaxBytes(1 << 20)
                                .build()))
                    .build()))
        .build();
  }

  private static ListOffsetsRequest listOffsets() {
    return ListOffsetsRequest.builder()
        .replicaId(-1)
        .topics(
            List.of(
                ListOffsetsRequest.ListOffsetsTopic.builder()
                    .name(TOPIC)
                    .partitions(
                        List.of(
                            ListOffsetsRequest.ListOffsetsPartition.builder()
                                .timestamp(-1)
                                .build()))
                    .build()))
        .build();
  }

  private Message ask(ApiKey key, Message request) throws IOException {
    short version = key.highestStableVersion();
    ByteBuf buffer = Unpooled.buffer();
    MessageWriter writer = new MessageWriter(buffer);
    writer.writeInt32(0);
    new RequestHeader(key.id(), version, correlationId++, "barnabas-train")
        .write(writer, key.requestHeaderVersion(version));
    request.write(writer, version);
    buffer.setInt(0, writer.sizeInBytes() - Integer.BYTES);
    for (MessageWriter.Splice splice : writer.splices()) {
      buffer.readBytes(socket.getOutputStream(), splice.position() - buffer.readerIndex());
      ByteBuf records = ((ByteBufRecords) splice.records()).content();
      records.duplicate().readBytes(socket.getOutputStream(), records.readableBytes());
    }
    buffer.readBytes(socket.getOutputStream(), buffer.readableBytes());
    byte[] response = new byte[in.readInt()];
    in.readFully(response);
    MessageReader reader = new MessageReader(Unpooled.wrappedBuffer(response));
    ResponseHeader unused = ResponseHeader.read(reader, key.responseHeaderVersion(version));
    return ResponseReader.read(key, reader, version);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

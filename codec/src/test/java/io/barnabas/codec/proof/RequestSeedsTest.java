package io.barnabas.codec.proof;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Writes what the fuzzing of requests begins with: one of each API in its newest version, by Apache
 * Kafka's own classes. On demand, after a change of the protocol.
 */
@EnabledIfSystemProperty(named = "fuzz.corpus.write", matches = "true")
final class RequestSeedsTest {
  private static final Path CORPUS =
      Path.of("../fuzz/src/test/resources/io/barnabas/server/network")
          .resolve("NetworkFuzzTestInputs/requests");
  private static final long CANDIDATES = 8;

  @Test
  void shouldWriteOneRequestOfEachApi() throws IOException {
    Files.createDirectories(CORPUS);
    int written = 0;
    for (ApiMessageType api : ApiMessageType.values()) {
      Optional<MessageCase> newest =
          MessageCases.all().stream()
              .filter(each -> each.kafkaClass().getSimpleName().equals(api.name + "RequestData"))
              .max(Comparator.comparing(MessageCase::version));
      if (newest.isPresent()) {
        Files.write(CORPUS.resolve(api.name), frame(api, newest.get()));
        written++;
      }
    }
    assertTrue(written > 50, written + " requests");
  }

  private static byte[] frame(ApiMessageType api, MessageCase which) {
    short version = which.version();
    ByteBuffer header =
        MessageUtil.toByteBufferAccessor(
                new RequestHeaderData()
                    .setRequestApiKey(api.apiKey())
                    .setRequestApiVersion(version)
                    .setCorrelationId(1)
                    .setClientId("c"),
                api.requestHeaderVersion(version))
            .buffer();
    byte[] body = body(which);
    byte[] frame = new byte[header.remaining() + body.length];
    header.get(frame, 0, header.remaining());
    System.arraycopy(body, 0, frame, frame.length - body.length, body.length);
    return frame;
  }

  /** The longest of a few, which has more in it than the others. */
  private static byte[] body(MessageCase which) {
    KafkaSide kafka = new KafkaSide(which);
    Stream<Message> some = LongStream.range(0, CANDIDATES).mapToObj(kafka::random);
    List<byte[]> bodies = some.map(kafka::write).filter(each -> each.length < 1500).toList();
    return bodies.stream().max(Comparator.comparingInt(each -> each.length)).orElse(new byte[0]);
  }
}

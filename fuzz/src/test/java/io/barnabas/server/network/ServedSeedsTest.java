package io.barnabas.server.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.Bytes;
import io.barnabas.codec.Message;
import io.barnabas.codec.MessageWriter;
import io.barnabas.codec.Records;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.codec.message.RequestHeader;
import io.barnabas.server.api.ApiHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Writes what the fuzzing of a whole broker begins with: requests of each API that speak of few
 * things, so that they speak of the same. On demand, after a change of the protocol.
 */
@EnabledIfSystemProperty(named = "fuzz.corpus.write", matches = "true")
final class ServedSeedsTest {
  private static final Path CORPUS =
      Path.of("src/test/resources/io/barnabas/server/network/ServedFuzzTestInputs/served");
  private static final String MESSAGES = "io.barnabas.codec.message.";
  private static final int ATTEMPTS = 5000;
  private static final int STORIES = 24;
  private static final int STORY_REQUESTS = 8;
  private static final int REQUEST_BYTES_MAX = 400;
  private static final String[] WORDS = {
    "t",
    "t",
    "t",
    "g",
    "g",
    "m",
    "x",
    "1",
    "",
    "*",
    "User:alice",
    "User:ANONYMOUS",
    "consumer",
    "range",
    "alice",
    "kafka-cluster",
    "retention.ms",
    "60000",
    "cleanup.policy",
    "compact",
    "user",
    "client-id",
    "ip",
    "127.0.0.1",
    "producer_byte_rate",
    "__consumer_offsets"
  };
  private static final int[] NUMBERS = {-2, -1, 0, 0, 1, 1, 1, 2, 3, 4, 10, 1000, 60_000};

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void shouldWriteRequestsOfEachApiAndStories() throws Exception {
    Files.createDirectories(CORPUS);
    List<byte[]> all = new ArrayList<>();
    try (ServingBroker broker = new ServingBroker()) {
      for (ApiKey key : ApiKey.values()) {
        ApiHandler<?, ?> handler = broker.registry().handler(key);
        if (handler != null) {
          List<byte[]> requests = new ArrayList<>();
          for (int v = handler.spec().servedMin(); v <= handler.spec().max(); v++) {
            requests.add(request(key, (short) v));
          }
          all.addAll(requests);
          Files.write(CORPUS.resolve(key.wireName()), joined(requests));
        }
      }
    }
    for (int story = 0; story < STORIES; story++) {
      List<byte[]> told = new ArrayList<>();
      for (int i = 0; i < STORY_REQUESTS; i++) {
        told.add(all.get(random.nextInt(all.size())));
      }
      Files.write(CORPUS.resolve("story-" + story), joined(told));
    }
    assertTrue(all.size() > 100, all.size() + " requests");
  }

  private static byte[] joined(List<byte[]> frames) {
    ByteBuf all = Unpooled.buffer();
    frames.forEach(frame -> all.writeShort(frame.length).writeBytes(frame));
    return ByteBufUtil.getBytes(all);
  }

  /** One that can be written: not every field is there in every version. */
  private byte[] request(ApiKey key, short version) throws Exception {
    Class<?> type = Class.forName(MESSAGES + key.wireName() + "Request");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      byte[] written = written(key, version, (Message) made(type));
      if (written.length > 0 && written.length <= REQUEST_BYTES_MAX) {
        return written;
      }
    }
    throw new AssertionError("no " + key.wireName() + " can be written");
  }

  private static byte[] written(ApiKey key, short version, Message message) {
    ByteBuf buffer = Unpooled.buffer();
    MessageWriter writer = new MessageWriter(buffer);
    new RequestHeader(key.id(), version, 1, "c").write(writer, key.requestHeaderVersion(version));
    try {
      message.write(writer, version);
    } catch (RuntimeException notInThisVersion) {
      return new byte[0];
    }
    ByteBuf whole = Unpooled.buffer();
    for (MessageWriter.Splice splice : writer.splices()) {
      whole.writeBytes(buffer, splice.position() - buffer.readerIndex());
      whole.writeBytes(((ByteBufRecords) splice.records()).content().duplicate());
    }
    return ByteBufUtil.getBytes(whole.writeBytes(buffer));
  }

  private Object made(Class<?> type) throws Exception {
    Object builder = type.getMethod("builder").invoke(null);
    for (RecordComponent component : type.getRecordComponents()) {
      if (random.nextInt(10) < 8) {
        for (Method method : builder.getClass().getMethods()) {
          if (method.getName().equals(component.getName()) && method.getParameterCount() == 1) {
            method.invoke(builder, value(component.getGenericType()));
          }
        }
      }
    }
    return builder.getClass().getMethod("build").invoke(builder);
  }

  private Object value(Type type) throws Exception {
    if (type instanceof ParameterizedType list) {
      List<Object> elements = new ArrayList<>();
      for (int i = random.nextInt(10) < 8 ? 1 : random.nextInt(3); i > 0; i--) {
        elements.add(value(list.getActualTypeArguments()[0]));
      }
      return elements;
    }
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    Class<?> plain = (Class<?>) type;
    return switch (plain.getSimpleName()) {
      case "String" -> WORDS[random.nextInt(WORDS.length)];
      case "int", "Integer" -> (int) number;
      case "long", "Long" -> number;
      case "short", "Short" -> (short) number;
      case "byte", "Byte" -> (byte) number;
      case "double", "Double" -> (double) number;
      case "boolean", "Boolean" -> random.nextBoolean();
      case "Uuid" -> Uuid.ZERO;
      case "Bytes" -> Bytes.ofUtf8(WORDS[random.nextInt(WORDS.length)]);
      default -> plain == Records.class ? batch() : made(plain);
    };
  }

  private static Records batch() {
    ByteBuf out = Unpooled.buffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(out, BatchOptions.DEFAULT)) {
      builder.append(
          1_700_000_000_000L,
          Unpooled.copiedBuffer("key", UTF_8),
          Unpooled.copiedBuffer("value", UTF_8),
          List.of());
      builder.finish();
    }
    return new ByteBufRecords(out);
  }
}

package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Message;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.MessageWriter;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.ApiVersionsRequest;
import io.barnabas.codec.message.ApiVersionsResponse;
import io.barnabas.codec.message.DeleteTopicsRequest;
import io.barnabas.codec.message.MetadataRequest;
import io.barnabas.codec.message.MetadataResponse;
import io.barnabas.codec.message.RequestHeader;
import io.barnabas.codec.message.ResponseHeader;
import io.barnabas.codec.message.ResponseReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.net.Socket;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * An error in the answer of every API that is served: to a request with one of everything in it,
 * the error is there and nothing else that failed.
 */
final class EveryApiTest {
  private static final short ERROR = ErrorCode.POLICY_VIOLATION.code();

  /** Not carried by the newest version. */
  private static final Set<String> OF_OLD_VERSIONS =
      Set.of(
          "OffsetFetchRequest.groupId",
          "OffsetFetchRequest.topics",
          "FindCoordinatorRequest.key",
          "LeaveGroupRequest.memberId");

  /** What must not be any word or number. */
  private static final Map<String, Object> SPECIAL =
      Map.of(
          "acks", (short) -1,
          "replicaId", -1,
          "resourceType", (byte) 2,
          "resourceTypeFilter", (byte) 2,
          "resourcePatternType", (byte) 3,
          "patternTypeFilter", (byte) 3,
          "operation", (byte) 3,
          "permissionType", (byte) 3,
          "principal", "User:word");

  private Uuid topicId = Uuid.ZERO;

  @Test
  void shouldAnswerEveryApiWithAnErrorBeforeItsEffect() throws Exception {
    assertEquals(List.of(), complaints(false));
  }

  @Test
  void shouldAnswerEveryApiWithAnErrorAfterItsEffect() throws Exception {
    assertEquals(List.of(), complaints(true));
  }

  @Test
  void shouldFindTheTopicOfARequestByItsNameOrId() throws Exception {
    Set<ApiKey> found = new TreeSet<>();
    try (Barnabas broker = Barnabas.configure().topic("word", 1).start()) {
      MetadataResponse metadata = (MetadataResponse) ask(broker, ApiKey.METADATA, allTopics());
      topicId = metadata.topics().get(0).topicId();
      for (ApiKey key : served(broker)) {
        Fault fault =
            broker.faults().on(key).topic("word").always().error(ErrorCode.POLICY_VIOLATION);
        List<Integer> codes = new ArrayList<>();
        ask(broker, key, requestOf(key)).errorCodes(codes::add);
        if (fault.happened() == 1) {
          assertTrue(codes.contains((int) ERROR), key + " told " + codes);
          found.add(key);
        }
        broker.faults().clear();
      }
    }
    assertEquals(
        EnumSet.of(
            ApiKey.PRODUCE,
            ApiKey.FETCH,
            ApiKey.LIST_OFFSETS,
            ApiKey.METADATA,
            ApiKey.OFFSET_COMMIT,
            ApiKey.OFFSET_FETCH,
            ApiKey.CREATE_TOPICS,
            ApiKey.DELETE_TOPICS,
            ApiKey.DELETE_RECORDS,
            ApiKey.OFFSET_FOR_LEADER_EPOCH,
            ApiKey.TXN_OFFSET_COMMIT,
            ApiKey.DESCRIBE_CONFIGS,
            ApiKey.ALTER_CONFIGS,
            ApiKey.CREATE_PARTITIONS,
            ApiKey.INCREMENTAL_ALTER_CONFIGS,
            ApiKey.OFFSET_DELETE,
            ApiKey.DESCRIBE_PRODUCERS,
            ApiKey.DESCRIBE_TOPIC_PARTITIONS),
        found);
  }

  private static MetadataRequest allTopics() {
    return MetadataRequest.builder().topics(null).build();
  }

  private List<String> complaints(boolean afterEffect) throws Exception {
    List<String> complaints = new ArrayList<>();
    try (Barnabas broker =
        Barnabas.configure().property("barnabas.http.listener", "127.0.0.1:0").start()) {
      for (ApiKey key : served(broker)) {
        FaultRule rule = broker.faults().on(key).always();
        Fault fault = (afterEffect ? rule.afterEffect() : rule).error(ErrorCode.POLICY_VIOLATION);
        try {
          List<Integer> codes = new ArrayList<>();
          ask(broker, key, requestOf(key)).errorCodes(codes::add);
          if (!codes.contains((int) ERROR)
              || codes.stream().anyMatch(code -> code != ERROR && code != 0)) {
            complaints.add(key + " told " + codes);
          }
        } catch (IOException | ReflectiveOperationException | RuntimeException e) {
          complaints.add(key + ": " + e);
        }
        if (fault.happened() != 1) {
          complaints.add(key + " had " + fault.happened() + " faults");
        }
        broker.faults().clear();
      }
    }
    return complaints;
  }

  private static List<ApiKey> served(Barnabas broker) throws IOException {
    ApiVersionsResponse served =
        (ApiVersionsResponse)
            ask(
                broker,
                ApiKey.API_VERSIONS,
                ApiVersionsRequest.builder()
                    .clientSoftwareName("test")
                    .clientSoftwareVersion("1")
                    .build());
    List<ApiKey> keys = served.apiKeys().stream().map(each -> ApiKey.ofId(each.apiKey())).toList();
    assertTrue(keys.size() > 50, keys.toString());
    return keys;
  }

  private Message requestOf(ApiKey key) throws ReflectiveOperationException {
    String name = key.wireName() + "Request";
    return (Message) filled(Class.forName("io.barnabas.codec.message." + name));
  }

  /** The structure with one element in each list and a word in each string. */
  private Object filled(Class<?> type) throws ReflectiveOperationException {
    Object builder = type.getMethod("builder").invoke(null);
    for (RecordComponent component : type.getRecordComponents()) {
      Object value = value(component);
      if (value != null) {
        Method setter = builder.getClass().getMethod(component.getName(), component.getType());
        setter.invoke(builder, value);
      }
    }
    return builder.getClass().getMethod("build").invoke(builder);
  }

  private @Nullable Object value(RecordComponent component) throws ReflectiveOperationException {
    String name = component.getName();
    if (OF_OLD_VERSIONS.contains(component.getDeclaringRecord().getSimpleName() + "." + name)
        || name.startsWith("v3AndBelow")) {
      return null;
    }
    if (name.equals("topicId")) {
      // By one or the other, where the newest version has both.
      return component.getDeclaringRecord() == DeleteTopicsRequest.DeleteTopicState.class
          ? Uuid.ZERO
          : topicId;
    }
    if (SPECIAL.containsKey(name)) {
      return SPECIAL.get(name);
    }
    if (component.getType() == String.class) {
      return "word";
    }
    if (component.getType() != List.class) {
      return null;
    }
    Class<?> element =
        (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    if (element == Integer.class) {
      return List.of(0);
    }
    if (element == String.class) {
      return List.of("word");
    }
    return element.isRecord() && element.getName().contains("Request$")
        ? List.of(filled(element))
        : null;
  }

  private static Message ask(Barnabas broker, ApiKey key, Message request) throws IOException {
    short version = key.highestStableVersion();
    ByteBuf buffer = Unpooled.buffer();
    MessageWriter writer = new MessageWriter(buffer);
    writer.writeInt32(0);
    new RequestHeader(key.id(), version, 0, "test")
        .write(writer, key.requestHeaderVersion(version));
    request.write(writer, version);
    buffer.setInt(0, writer.sizeInBytes() - Integer.BYTES);
    try (Socket socket = new Socket("127.0.0.1", broker.port())) {
      socket.setSoTimeout(20_000);
      buffer.readBytes(socket.getOutputStream(), buffer.readableBytes());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] response = new byte[in.readInt()];
      in.readFully(response);
      MessageReader reader = new MessageReader(Unpooled.wrappedBuffer(response));
      ResponseHeader unused = ResponseHeader.read(reader, key.responseHeaderVersion(version));
      return ResponseReader.read(key, reader, version);
    }
  }
}

package io.barnabas.compat.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.ApiVersionsProbe;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.RawConnection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Frames that are not requests. Each ends its own connection and nothing else. */
@ExtendWith(BrokersExtension.class)
final class BadFrameIT {
  private static final int SOCKET_REQUEST_MAX_BYTES = 104_857_600;

  private final BrokerProcess broker;

  BadFrameIT(BrokerProcess broker) {
    this.broker = broker;
  }

  @AfterEach
  void nextClientIsServed() {
    assertTrue(ApiVersionsProbe.answers(broker.port()));
  }

  @Test
  void shouldCloseOnAFrameOverTheLimit() throws Exception {
    closedAfter(ByteBuffer.allocate(8).putInt(SOCKET_REQUEST_MAX_BYTES + 1).array());
    closedAfter(ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).array());
  }

  @Test
  void shouldCloseOnANegativeLength() throws Exception {
    closedAfter(ByteBuffer.allocate(8).putInt(-1).array());
    closedAfter(ByteBuffer.allocate(8).putInt(Integer.MIN_VALUE).array());
  }

  @Test
  void shouldCloseOnAnEmptyFrame() throws Exception {
    closedAfter(new byte[4]);
  }

  @Test
  void shouldCloseOnAnUnknownApiKey() throws Exception {
    closedAfterFrame(header(999, 0, 7));
    closedAfterFrame(header(-1, 0, 7));
    closedAfterFrame(header(4, 0, 7));
  }

  @Test
  void shouldCloseOnAnUnsupportedVersion() throws Exception {
    closedAfterFrame(header(ApiKeys.METADATA.id, 99, 7));
    closedAfterFrame(header(ApiKeys.METADATA.id, -1, 7));
    closedAfterFrame(header(ApiKeys.FETCH.id, 3, 7));
    closedAfterFrame(header(ApiKeys.PRODUCE.id, 2, 7));
  }

  @Test
  void shouldCloseOnAControllersRequest() throws Exception {
    closedAfterFrame(header(ApiKeys.VOTE.id, 0, 7));
  }

  @Test
  void shouldAnswerAnUnsupportedApiVersionsVersionInVersionZero() throws Exception {
    try (RawConnection connection = new RawConnection(broker.port())) {
      ByteBuffer noTags = ByteBuffer.allocate(1).put((byte) 0);
      connection.sendFrame(
          ByteBuffer.wrap(withBody(header(ApiKeys.API_VERSIONS.id, 77, 4711), noTags)));
      ByteBuffer answer = connection.receiveFrame();
      assertEquals(4711, answer.getInt());
      ApiVersionsResponseData data =
          new ApiVersionsResponseData(new ByteBufferAccessor(answer), (short) 0);
      assertEquals(Errors.UNSUPPORTED_VERSION.code(), data.errorCode());
      var offered = data.apiKeys().find(ApiKeys.API_VERSIONS.id);
      assertEquals(0, offered.minVersion());
      assertTrue(offered.maxVersion() >= 4);
      answersOn(connection);
    }
  }

  @Test
  void shouldRefuseAClientSoftwareNameThatIsNone() throws Exception {
    try (RawConnection connection = new RawConnection(broker.port())) {
      ApiVersionsRequestData data =
          new ApiVersionsRequestData()
              .setClientSoftwareName("not a name;")
              .setClientSoftwareVersion("1");
      ApiVersionsResponse answer =
          connection.exchange(new ApiVersionsRequest(data, (short) 3), ApiVersionsResponse.class);
      assertEquals(Errors.INVALID_REQUEST.code(), answer.data().errorCode());
    }
  }

  @Test
  void shouldCloseOnArraysThatLie() throws Exception {
    for (int count : List.of(1, 1_000_000, 1_000_001, Integer.MAX_VALUE)) {
      closedAfterFrame(
          withBody(header(ApiKeys.METADATA.id, 1, 7), ByteBuffer.allocate(4).putInt(count)));
    }
  }

  @Test
  void shouldCloseOnStringsThatLie() throws Exception {
    ByteBuffer oneTopic = ByteBuffer.allocate(6).putInt(1).putShort((short) 500);
    closedAfterFrame(withBody(header(ApiKeys.METADATA.id, 1, 7), oneTopic));
  }

  @Test
  void shouldCloseOnTruncatedRequests() throws Exception {
    ByteBuffer body = ByteBuffer.allocate(4 + 2 + 5);
    body.putInt(1).putShort((short) 5).put("topic".getBytes(StandardCharsets.UTF_8));
    byte[] whole = withBody(header(ApiKeys.METADATA.id, 1, 7), body);
    for (int length = 1; length < whole.length; length++) {
      closedAfterFrame(java.util.Arrays.copyOf(whole, length));
    }
  }

  @Test
  void shouldSurviveRandomBytes() throws Exception {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      byte[] noise = new byte[1 + random.nextInt(2_000)];
      random.nextBytes(noise);
      try (RawConnection connection = new RawConnection(broker.port())) {
        connection.sendBytes(noise);
      }
      assertTrue(ApiVersionsProbe.answers(broker.port()), "seed " + seed);
    }
  }

  @Test
  void shouldSurviveRandomBodiesOfEveryRequest() throws Exception {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    for (ApiKeys key : ApiKeys.brokerApis()) {
      for (int round = 0; round < 3; round++) {
        int version = random.nextInt(key.oldestVersion(), key.latestVersion() + 1);
        byte[] noise = new byte[random.nextInt(300)];
        random.nextBytes(noise);
        try (RawConnection connection = new RawConnection(broker.port())) {
          connection.sendFrame(
              ByteBuffer.wrap(
                  withBody(
                      header(key.id, version, 7), ByteBuffer.wrap(noise).position(noise.length))));
        }
      }
      assertTrue(ApiVersionsProbe.answers(broker.port()), key + ", seed " + seed);
    }
  }

  @Test
  void shouldNotReserveMemoryForAnnouncedFrames() throws Exception {
    List<RawConnection> connections = new ArrayList<>();
    try {
      int count = broker.isControl() ? 3 : 30;
      for (int i = 0; i < count; i++) {
        RawConnection connection = new RawConnection(broker.port());
        connections.add(connection);
        connection.sendBytes(ByteBuffer.allocate(8).putInt(SOCKET_REQUEST_MAX_BYTES).array());
      }
      assertTrue(ApiVersionsProbe.answers(broker.port()));
    } finally {
      for (RawConnection connection : connections) {
        connection.close();
      }
    }
    assertTrue(broker.isAlive());
  }

  @Test
  void shouldServeOthersWhileAClientSendsSlowly() throws Exception {
    byte[] request = header(ApiKeys.API_VERSIONS.id, 0, 12);
    try (RawConnection slow = new RawConnection(broker.port())) {
      slow.sendBytes(ByteBuffer.allocate(4).putInt(request.length).array());
      for (byte each : request) {
        slow.sendBytes(new byte[] {each});
        assertTrue(ApiVersionsProbe.answers(broker.port()));
      }
      assertEquals(12, slow.receiveFrame().getInt());
    }
  }

  @Test
  void shouldAnswerPipelinedRequestsInOrder() throws Exception {
    try (RawConnection connection = new RawConnection(broker.port())) {
      for (int i = 0; i < 50; i++) {
        short key = i % 2 == 0 ? ApiKeys.API_VERSIONS.id : ApiKeys.METADATA.id;
        byte[] header = header(key, 0, i);
        connection.sendFrame(
            ByteBuffer.wrap(
                key == ApiKeys.METADATA.id
                    ? withBody(header, ByteBuffer.allocate(4).putInt(0))
                    : header));
      }
      for (int i = 0; i < 50; i++) {
        assertEquals(i, connection.receiveFrame().getInt());
      }
    }
  }

  private void answersOn(RawConnection connection) throws Exception {
    ApiVersionsResponse answer =
        connection.exchange(
            new ApiVersionsRequest(new ApiVersionsRequestData(), (short) 0),
            ApiVersionsResponse.class);
    assertEquals(Errors.NONE.code(), answer.data().errorCode());
    var produce = answer.data().apiKeys().find(ApiKeys.PRODUCE.id);
    assertEquals(0, produce.minVersion());
    assertEquals(13, produce.maxVersion());
  }

  private void closedAfterFrame(byte[] payload) throws Exception {
    try (RawConnection connection = new RawConnection(broker.port())) {
      connection.sendFrame(ByteBuffer.wrap(payload));
      assertTrue(connection.isClosedByBroker(), "answered");
    }
  }

  private void closedAfter(byte[] bytes) throws Exception {
    try (RawConnection connection = new RawConnection(broker.port())) {
      connection.sendBytes(bytes);
      assertTrue(connection.isClosedByBroker(), "answered");
    }
  }

  /** A request header, version 1: api key, api version, correlation id, no client id. */
  private static byte[] header(int key, int version, int correlationId) {
    ByteBuffer header = ByteBuffer.allocate(10);
    header.putShort((short) key).putShort((short) version).putInt(correlationId);
    return header.putShort((short) -1).array();
  }

  private static byte[] withBody(byte[] header, ByteBuffer body) {
    return ByteBuffer.allocate(header.length + body.position())
        .put(header)
        .put(body.flip())
        .array();
  }
}

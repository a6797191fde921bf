package io.barnabas.server.network;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.Bytes;
import io.barnabas.codec.Records;
import io.barnabas.codec.message.ApiVersionsRequest;
import io.barnabas.codec.message.ApiVersionsResponse;
import io.barnabas.codec.message.FetchRequest;
import io.barnabas.codec.message.FetchResponse;
import io.barnabas.codec.message.HeartbeatRequest;
import io.barnabas.codec.message.HeartbeatResponse;
import io.barnabas.codec.message.ProduceRequest;
import io.barnabas.codec.message.ProduceResponse;
import io.barnabas.codec.message.SaslAuthenticateRequest;
import io.barnabas.codec.message.SaslAuthenticateResponse;
import io.barnabas.codec.message.SaslHandshakeRequest;
import io.barnabas.metadata.image.SecurityProtocol;
import io.barnabas.server.api.ApiRegistry;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.CloseConnection;
import io.barnabas.server.api.sasl.SaslAuthenticateHandler;
import io.barnabas.server.api.sasl.SaslHandshakeHandler;
import io.barnabas.server.authentication.PlainMechanism;
import io.barnabas.server.authentication.SaslExchange;
import io.barnabas.server.authentication.SaslListener;
import io.barnabas.server.authentication.SaslMechanism;
import io.barnabas.server.config.Admission;
import io.barnabas.server.config.Listener;
import io.barnabas.server.config.NetworkConfig;
import io.barnabas.server.config.NetworkConfig.InFlight;
import io.barnabas.server.config.SettingsLoader;
import io.barnabas.server.metrics.request.RequestMetrics;
import io.barnabas.server.quota.ClientQuotas;
import io.barnabas.server.quota.QuotaWindows;
import io.barnabas.server.tls.TlsListeners;
import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.file.FileRecords;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NetworkServerTest {
  private static final int MAX_REQUEST_BYTES = 4 << 20;
  private static final TlsListeners NO_TLS =
      TlsListeners.read(new SettingsLoader().load(), List.of(), Runnable::run);
  private static final HeartbeatRequest HEARTBEAT = HeartbeatRequest.builder().groupId("g").build();
  private static final HeartbeatResponse BEATING = HeartbeatResponse.builder().build();

  private final FakeHandler heartbeat = FakeHandler.of(ApiKey.HEARTBEAT);
  private final FakeHandler produce =
      new FakeHandler(
          ApiSpec.of(ApiKey.PRODUCE).overlapping(ApiSpec.Overlap.SAME_API).advertisedFrom(0), null);
  private final FakeHandler fetch = FakeHandler.of(ApiKey.FETCH);
  private final FakeHandler apiVersions =
      new FakeHandler(
          ApiSpec.of(ApiKey.API_VERSIONS),
          ApiVersionsResponse.builder().errorCode((short) 35).build());
  private final List<TestClient> clients = new ArrayList<>();
  private final FakePages pages = new FakePages();
  private int failureDelayMs;
  private long maxIdleMs = 60_000;
  private final AtomicInteger tokens = new AtomicInteger();
  private NetworkServer server;
  private int port;

  @BeforeEach
  void start() {
    server = open(new InFlight(8, 1 << 20, 64 << 20));
  }

  private NetworkServer open(InFlight inFlight) {
    return open(inFlight, SecurityProtocol.PLAINTEXT);
  }

  private NetworkServer open(InFlight inFlight, SecurityProtocol protocol) {
    NetworkConfig config =
        new NetworkConfig(
            2,
            100,
            -1,
            -1,
            MAX_REQUEST_BYTES,
            maxIdleMs,
            Admission.of(1000, 1000, List.of("PLAINTEXT")),
            inFlight);
    NetworkServer opened =
        new NetworkServer(
            config,
            new DefaultThreadFactory("network", true),
            new RequestMetrics(),
            System::nanoTime);
    port =
        opened
            .bind(List.of(new Listener("PLAINTEXT", protocol, "localhost", 0)), NO_TLS, Map.of())
            .get(0)
            .port();
    opened.open(
        new ApiRegistry(
            List.of(
                heartbeat,
                produce,
                fetch,
                apiVersions,
                new SaslHandshakeHandler(),
                new SaslAuthenticateHandler())),
        new ClientQuotas(
            new QuotaWindows(11, 1), new QuotaWindows(11, 1), System::nanoTime, Runnable::run),
        Map.of(
            "PLAINTEXT",
            new SaslListener(
                Map.of("PLAIN", plain()),
                List.of("PLAIN"),
                Map.of(),
                1000,
                failureDelayMs,
                Runnable::run,
                () -> 0L,
                System::nanoTime)),
        pages,
        Runnable::run);
    return opened;
  }

  @AfterEach
  void stop() throws IOException {
    for (TestClient client : clients) {
      client.close();
    }
    server.close();
  }

  private TestClient client() throws IOException {
    TestClient client = new TestClient(port);
    clients.add(client);
    return client;
  }

  private void assertServed() throws Exception {
    TestClient next = client();
    next.send(ApiKey.HEARTBEAT, 4, 77, HEARTBEAT);
    heartbeat.next().reply().complete(BEATING);
    assertEquals(BEATING, next.receive(ApiKey.HEARTBEAT, 4));
  }

  private static ProduceRequest produceOf(int bytes) {
    ByteBuf records = Unpooled.wrappedBuffer(new byte[bytes]);
    return ProduceRequest.builder()
        .acks((short) -1)
        .timeoutMs(1000)
        .topicData(
            List.of(
                ProduceRequest.TopicProduceData.builder()
                    .name("t")
                    .partitionData(
                        List.of(
                            ProduceRequest.PartitionProduceData.builder()
                                .index(0)
                                .records(new ByteBufRecords(records))
                                .build()))
                    .build()))
        .build();
  }

  @Test
  void shouldTellHandlersWhoAsks() throws Exception {
    TestClient client = client();

    client.send(ApiKey.HEARTBEAT, 4, 5, HEARTBEAT);

    FakeHandler.Call call = heartbeat.next();
    assertEquals("test", call.context().clientId());
    assertEquals("PLAINTEXT", call.context().connection().listenerName());
    assertEquals("/127.0.0.1", call.context().connection().clientHost());
    assertEquals(
        client.socket().getLocalPort(), call.context().connection().clientAddress().getPort());
    call.reply().complete(BEATING);
    assertEquals(5, client.receiveCorrelationId());
  }

  @Test
  void shouldEndConnectionsThatAreSilentForTooLong() throws Exception {
    server.close();
    maxIdleMs = 1;
    server = open(new InFlight(8, 1 << 20, 64 << 20));

    assertTrue(client().isClosedByPeer());
  }

  @Test
  void shouldAnswerInRequestOrderWhateverIsReadyFirst() throws Exception {
    TestClient client = client();
    for (int i = 0; i < 5; i++) {
      client.send(ApiKey.PRODUCE, 9, i, produceOf(100));
    }
    List<FakeHandler.Call> calls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      calls.add(produce.next());
    }

    for (int i = 4; i >= 0; i--) {
      assertEquals(i, calls.get(i).context().correlationId());
      calls.get(i).reply().complete(ProduceResponse.builder().build());
    }

    for (int i = 0; i < 5; i++) {
      assertEquals(i, client.receiveCorrelationId());
    }
  }

  @Test
  void shouldNotStartARequestThatMaySeeTheOneBefore() throws Exception {
    TestClient client = client();
    client.send(ApiKey.PRODUCE, 9, 1, produceOf(100));
    client.send(ApiKey.HEARTBEAT, 4, 2, HEARTBEAT);
    client.send(ApiKey.HEARTBEAT, 4, 3, HEARTBEAT);
    FakeHandler.Call first = produce.next();
    assertServed();
    assertTrue(heartbeat.calls.isEmpty());

    first.reply().complete(ProduceResponse.builder().build());
    assertEquals(1, client.receiveCorrelationId());

    FakeHandler.Call second = heartbeat.next();
    assertTrue(heartbeat.calls.isEmpty());
    second.reply().complete(BEATING);
    heartbeat.next().reply().complete(BEATING);
    assertEquals(2, client.receiveCorrelationId());
    assertEquals(3, client.receiveCorrelationId());
  }

  @Test
  void shouldSendNothingForAnAnswerNobodyExpects() throws Exception {
    TestClient client = client();
    client.send(ApiKey.PRODUCE, 9, 1, produceOf(100));
    produce.next().reply().complete(null);
    client.send(ApiKey.PRODUCE, 9, 2, produceOf(100));
    produce.next().reply().complete(ProduceResponse.builder().build());

    assertEquals(2, client.receiveCorrelationId());
  }

  @Test
  void shouldAnswerWhatIsUnderWayAndNothingElseWhenItStops() throws Exception {
    TestClient client = client();
    client.send(ApiKey.PRODUCE, 9, 1, produceOf(100));
    FakeHandler.Call underWay = produce.next();
    for (int later = 2; later < 100; later++) {
      client.send(ApiKey.HEARTBEAT, 4, later, HEARTBEAT);
    }
    client.send(ApiKey.PRODUCE, 9, 100, produceOf(300 << 10));
    // Told when the connection is about to end, or has ended.
    underWay
        .context()
        .connection()
        .onClose(() -> underWay.reply().complete(ProduceResponse.builder().build()));

    server.close();

    assertEquals(1, client.receiveCorrelationId());
    assertTrue(client.isClosedByPeer());
    assertTrue(heartbeat.calls.isEmpty());
    assertTrue(produce.calls.isEmpty());
  }

  @Test
  void shouldReadLargeRequestsWhole() throws Exception {
    TestClient client = client();
    client.send(ApiKey.PRODUCE, 9, 1, produceOf(3 << 20));

    FakeHandler.Call call = produce.next();
    ProduceRequest request = (ProduceRequest) call.request();

    assertEquals(
        3 << 20, request.topicData().get(0).partitionData().get(0).records().sizeInBytes());
    call.reply().complete(ProduceResponse.builder().build());
    assertEquals(1, client.receiveCorrelationId());
  }

  @Test
  void shouldPauseAClientWithTooMuchUnderWayAndGoOnLater() throws Exception {
    TestClient client = client();
    byte[] frame = TestClient.frame(ApiKey.PRODUCE, 9, 0, produceOf(200 << 10));
    int requests = 200;
    Thread sender =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < requests; i++) {
                  client.send(frame);
                }
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    sender.start();
    List<FakeHandler.Call> calls = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      calls.add(produce.next());
    }
    assertServed();

    assertTrue(produce.calls.size() <= 1, "no more than 1 MiB is under way");

    for (FakeHandler.Call call : calls) {
      call.reply().complete(ProduceResponse.builder().build());
    }
    for (int i = calls.size(); i < requests; i++) {
      produce.next().reply().complete(ProduceResponse.builder().build());
    }
    for (int i = 0; i < requests; i++) {
      client.receive();
    }
    sender.join();
  }

  @Test
  void shouldKeepWhoWaitsForMemoryAndDisconnectWhoOnlyHoldsIt() throws Exception {
    server.close();
    server = open(new InFlight(8, 4 << 20, 1 << 20));
    byte[] request = TestClient.frame(ApiKey.PRODUCE, 9, 1, produceOf(600 << 10));
    TestClient polite = client();
    TestClient silent = client();
    polite.send(part(request, 0, 200));
    silent.send(part(request, 0, 200));
    await(() -> server.requestBytes() > 390 << 10);
    TestClient large = client();
    large.send(TestClient.frame(ApiKey.PRODUCE, 9, 1, produceOf(700 << 10)));
    FakeHandler.Call holding = produce.next();
    grows(() -> polite.send(part(request, 200, 300)));
    grows(() -> silent.send(Arrays.copyOfRange(request, 200 << 10, (200 << 10) + 99)));

    // More of the one lies in its socket each time, and nothing of the other.
    polite.send(part(request, 300, 400));
    server.sweepMemory();
    grows(server::sweepMemory);
    polite.send(part(request, 400, 450));
    await(() -> server.requestBytes() > 1340 << 10);
    server.sweepMemory();

    assertTrue(silent.isClosedByPeer());
    holding.reply().complete(ProduceResponse.builder().build());
    polite.send(Arrays.copyOfRange(request, 450 << 10, request.length));
    produce.next().reply().complete(ProduceResponse.builder().build());
    assertEquals(1, polite.receiveCorrelationId());
  }

  /** Does something of which the server takes bytes in. */
  private void grows(Executable step) throws Exception {
    long before = server.requestBytes();
    step.execute();
    await(() -> server.requestBytes() > before);
  }

  /** What may fail. */
  private interface Executable {
    void execute() throws Exception;
  }

  private static byte[] part(byte[] request, int fromKib, int toKib) {
    return Arrays.copyOfRange(request, fromKib << 10, toKib << 10);
  }

  @Test
  void shouldStartNothingMoreForAReaderThatDoesNotRead() throws Exception {
    TestClient client = client();
    FetchResponse large = fetchResponse(8 << 20);
    FetchRequest request = FetchRequest.builder().build();
    client.send(ApiKey.FETCH, 12, 1, request);
    client.send(ApiKey.FETCH, 12, 2, request);
    client.send(ApiKey.FETCH, 12, 3, request);
    fetch.next().reply().complete(large);
    assertServed();

    assertTrue(fetch.calls.isEmpty(), "the first answer is not taken yet");

    for (int i = 1; i <= 3; i++) {
      assertEquals(i, client.receiveCorrelationId());
      if (i < 3) {
        fetch.next().reply().complete(fetchResponse(8 << 20));
      }
    }
  }

  @Test
  void shouldKeepInMemoryWhatASlowReaderIsSentNextFromAFile(@TempDir Path directory)
      throws Exception {
    Path log = directory.resolve("a.log");
    try (FileChannel made = FileChannel.open(log, CREATE_NEW, WRITE)) {
      made.write(ByteBuffer.allocate(1), (64 << 20) - 1);
    }
    FileHandle file = new FileHandle(FileChannel.open(log));
    TestClient client = client();
    client.send(ApiKey.FETCH, 12, 1, FetchRequest.builder().build());
    fetch.next().reply().complete(fetchResponse(new FileRecords(file, 100, 60 << 20)));
    assertServed();

    server.sweep();

    await(() -> !pages.broughtIn.isEmpty());
    assertTrue(pages.broughtIn.get(0) > 100, "what has been sent is not needed any more");
    client.close();
    await(() -> !file.channel().isOpen());
  }

  private static FetchResponse fetchResponse(int bytes) {
    return fetchResponse(new ByteBufRecords(Unpooled.directBuffer(bytes).writeZero(bytes)));
  }

  private static FetchResponse fetchResponse(Records records) {
    return FetchResponse.builder()
        .responses(
            List.of(
                FetchResponse.FetchableTopicResponse.builder()
                    .topic("t")
                    .partitions(
                        List.of(FetchResponse.PartitionData.builder().records(records).build()))
                    .build()))
        .build();
  }

  @Test
  void shouldGiveRecordsBackWhenTheClientIsGone() throws Exception {
    TestClient client = client();
    ByteBuf content = Unpooled.directBuffer(1 << 20).writeZero(1 << 20);
    client.send(ApiKey.FETCH, 12, 1, FetchRequest.builder().build());
    FakeHandler.Call call = fetch.next();
    client.close();
    await(() -> !call.context().connection().isOpen());

    call.reply()
        .complete(
            FetchResponse.builder()
                .responses(
                    List.of(
                        FetchResponse.FetchableTopicResponse.builder()
                            .topic("t")
                            .partitions(
                                List.of(
                                    FetchResponse.PartitionData.builder()
                                        .records(new ByteBufRecords(content))
                                        .build()))
                            .build()))
                .build());

    await(() -> content.refCnt() == 0);
  }

  @Test
  void shouldGiveBackWhatWaitedItsTurnWhenTheClientIsGone() throws Exception {
    TestClient client = client();
    client.send(ApiKey.PRODUCE, 9, 1, produceOf(100));
    client.send(ApiKey.PRODUCE, 9, 2, produceOf(100));
    FakeHandler.Call first = produce.next();
    FakeHandler.Call second = produce.next();
    ByteBuf secondRecords = recordsOf((ProduceRequest) second.request());
    second.reply().complete(ProduceResponse.builder().build());
    client.close();
    await(() -> !first.context().connection().isOpen());
    assertServed();

    first.reply().complete(ProduceResponse.builder().build());

    await(() -> secondRecords.refCnt() == 0);
  }

  private static ByteBuf recordsOf(ProduceRequest request) {
    return ((ByteBufRecords) request.topicData().get(0).partitionData().get(0).records()).content();
  }

  @Test
  void shouldCloseWhenARequestFailsByAnError() throws Exception {
    TestClient client = client();
    client.send(ApiKey.HEARTBEAT, 4, 1, HEARTBEAT);

    heartbeat.next().reply().completeExceptionally(new OutOfMemoryError("for the test"));

    assertTrue(client.isClosedByPeer());
    assertServed();
  }

  @Test
  void shouldTellHandlersThatTheClientIsGone() throws Exception {
    TestClient client = client();
    client.send(ApiKey.FETCH, 12, 1, FetchRequest.builder().build());
    FakeHandler.Call call = fetch.next();
    CompletableFuture<Boolean> gone = new CompletableFuture<>();
    call.context().connection().onClose(() -> gone.complete(true));

    client.close();

    assertTrue(gone.get(30, TimeUnit.SECONDS));
    call.reply().complete(FetchResponse.builder().build());
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not happen");
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldCloseOnALengthOverTheLimit() throws Exception {
    TestClient client = client();
    client.send(ByteBuffer.allocate(4).putInt(MAX_REQUEST_BYTES + 1).array());

    assertTrue(client.isClosedByPeer());
    assertServed();
  }

  @Test
  void shouldCloseOnANegativeLength() throws Exception {
    TestClient client = client();
    client.send(ByteBuffer.allocate(4).putInt(-1).array());

    assertTrue(client.isClosedByPeer());
    assertServed();
  }

  @Test
  void shouldCloseOnAnUnknownApiKey() throws Exception {
    TestClient client = client();
    client.send(ByteBuffer.allocate(14).putInt(10).putShort((short) 999).array());

    assertTrue(client.isClosedByPeer());
    assertServed();
  }

  @Test
  void shouldCloseOnAVersionThatIsNotServed() throws Exception {
    TestClient client = client();
    client.send(ByteBuffer.allocate(14).putInt(10).putShort((short) 0).putShort((short) 2).array());

    assertTrue(client.isClosedByPeer());
    assertServed();
  }

  @Test
  void shouldAnswerAnUnknownVersionOfApiVersionsInVersionZero() throws Exception {
    TestClient client = client();
    client.send(
        ByteBuffer.allocate(14)
            .putInt(10)
            .putShort((short) 18)
            .putShort((short) 99)
            .putInt(6)
            .array());

    ByteBuf response = client.receive();

    assertEquals(6, response.readInt());
    assertEquals(35, response.readShort());
    assertEquals(0, response.readInt());
    assertFalse(response.isReadable());
  }

  @Test
  void shouldCloseOnALyingArrayCount() throws Exception {
    TestClient client = client();
    client.send(malformedProduce());

    assertTrue(client.isClosedByPeer());
    assertServed();
  }

  private static byte[] malformedProduce() {
    byte[] frame = TestClient.frame(ApiKey.PRODUCE, 8, 1, produceOf(10));
    int countOfTopics = 26;
    ByteBuffer.wrap(frame).putInt(countOfTopics, Integer.MAX_VALUE);
    return frame;
  }

  @Test
  void shouldForgetEveryByteOfRequestsThatAreAnswered() throws Exception {
    TestClient client = client();
    byte[] one = TestClient.frame(ApiKey.HEARTBEAT, 4, 1, HEARTBEAT);
    int burst = 30;
    ByteBuffer many = ByteBuffer.allocate(burst * one.length);
    for (int i = 0; i < burst; i++) {
      many.put(one);
    }

    for (int round = 0; round < 5; round++) {
      client.send(many.array());
      answerHeartbeats(client, burst);
      client.send(one);
      answerHeartbeats(client, 1);
    }
    client.close();

    await(() -> server.requestBytes() == 0);
  }

  private void answerHeartbeats(TestClient client, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      heartbeat.next().reply().complete(BEATING);
      client.receive();
    }
  }

  @Test
  void shouldSurviveRandomBytes() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      TestClient client = client();
      byte[] noise = new byte[8 + random.nextInt(500)];
      random.nextBytes(noise);
      if (random.nextBoolean()) {
        ByteBuffer.wrap(noise)
            .putInt(noise.length - 4)
            .putShort((short) random.nextInt(30))
            .putShort((short) random.nextInt(14));
      }
      try {
        client.send(noise);
      } catch (IOException closedAlready) {
        continue;
      } finally {
        client.close();
      }
    }
    heartbeat.calls.clear();
    assertServed();
  }

  @Test
  void shouldAnswerWhatCameBeforeABadFrameAndThenClose() throws Exception {
    TestClient client = client();
    client.send(ApiKey.PRODUCE, 9, 1, produceOf(10));
    client.send(ByteBuffer.allocate(4).putInt(-1).array());
    FakeHandler.Call call = produce.next();
    assertServed();

    call.reply().complete(ProduceResponse.builder().build());

    assertEquals(1, client.receiveCorrelationId());
    assertTrue(client.isClosedByPeer());
  }

  @Test
  void shouldCloseWhenAHandlerSaysSoOrFails() throws Exception {
    TestClient told = client();
    told.send(ApiKey.HEARTBEAT, 4, 1, HEARTBEAT);
    heartbeat.next().reply().completeExceptionally(new CloseConnection("it must"));
    assertTrue(told.isClosedByPeer());

    TestClient failed = client();
    failed.send(ApiKey.HEARTBEAT, 4, 1, HEARTBEAT);
    heartbeat.next().reply().completeExceptionally(new IllegalStateException("for the test"));
    assertTrue(failed.isClosedByPeer());
    assertServed();
  }

  @Test
  void shouldCloseBehindABadRequestThoughALaterOneIsStillWorkedOn() throws Exception {
    TestClient client = client();
    client.send(ApiKey.PRODUCE, 9, 1, produceOf(10));
    client.send(malformedProduce());
    client.send(ApiKey.PRODUCE, 9, 3, produceOf(10));
    FakeHandler.Call first = produce.next();
    FakeHandler.Call later = produce.next();

    first.reply().complete(ProduceResponse.builder().build());

    assertEquals(1, client.receiveCorrelationId());
    assertTrue(client.isClosedByPeer());
    later.reply().complete(ProduceResponse.builder().build());
  }

  private void openWithSasl() {
    server.close();
    server = open(new InFlight(8, 1 << 20, 64 << 20), SecurityProtocol.SASL_PLAINTEXT);
  }

  /** PLAIN, which counts the tokens it has seen. */
  private SaslMechanism plain() {
    PlainMechanism plain = new PlainMechanism(Map.of("alice", "secret"));
    return new SaslMechanism() {
      @Override
      public String name() {
        return plain.name();
      }

      @Override
      public SaslExchange begin() {
        SaslExchange exchange = plain.begin();
        return token -> {
          tokens.incrementAndGet();
          return exchange.evaluate(token);
        };
      }
    };
  }

  private static SaslAuthenticateResponse authenticate(TestClient client, String token)
      throws Exception {
    client.send(
        ApiKey.SASL_HANDSHAKE, 1, 1, SaslHandshakeRequest.builder().mechanism("PLAIN").build());
    assertEquals(1, client.receiveCorrelationId());
    client.send(
        ApiKey.SASL_AUTHENTICATE,
        2,
        2,
        SaslAuthenticateRequest.builder().authBytes(Bytes.ofUtf8(token)).build());
    return (SaslAuthenticateResponse) client.receive(ApiKey.SASL_AUTHENTICATE, 2);
  }

  @Test
  void shouldServeNobodyWhoHasNotProvenWhoTheyAre() throws Exception {
    openWithSasl();
    TestClient hasty = client();
    hasty.send(ApiKey.HEARTBEAT, 4, 1, HEARTBEAT);
    assertTrue(hasty.isClosedByPeer());

    TestClient client = client();
    client.send(ApiKey.API_VERSIONS, 3, 1, ApiVersionsRequest.builder().build());
    apiVersions.next().reply().complete(ApiVersionsResponse.builder().build());
    assertEquals(1, client.receiveCorrelationId());
    assertEquals(0, authenticate(client, "\0alice\0secret").errorCode());
    client.send(ApiKey.HEARTBEAT, 4, 3, HEARTBEAT);
    FakeHandler.Call call = heartbeat.next();
    assertEquals("User:alice", call.context().connection().principal().toString());
    call.reply().complete(BEATING);
    assertEquals(3, client.receiveCorrelationId());
  }

  @Test
  void shouldTellWhyAndThenCloseWhenAProofFails() throws Exception {
    openWithSasl();
    TestClient client = client();

    SaslAuthenticateResponse answer = authenticate(client, "\0alice\0wrong");

    assertEquals(58, answer.errorCode());
    assertEquals("Authentication failed: Invalid username or password", answer.errorMessage());
    assertTrue(client.isClosedByPeer());
  }

  @Test
  void shouldTellAtOnceWhatWasPutOffWhenItStops() throws Exception {
    failureDelayMs = 60_000;
    openWithSasl();
    TestClient client = client();
    client.send(
        ApiKey.SASL_HANDSHAKE, 1, 1, SaslHandshakeRequest.builder().mechanism("PLAIN").build());
    assertEquals(1, client.receiveCorrelationId());
    client.send(ApiKey.SASL_AUTHENTICATE, 2, 2, SaslAuthenticateRequest.builder().build());
    await(() -> tokens.get() > 0); // By the event loop, which puts the answer off before it stops.

    server.close();

    assertEquals(2, client.receiveCorrelationId());
    assertTrue(client.isClosedByPeer());
  }

  @Test
  void shouldTakeTokensWithoutHeadersFromOldClients() throws Exception {
    openWithSasl();
    TestClient client = client();
    client.send(
        ApiKey.SASL_HANDSHAKE, 0, 1, SaslHandshakeRequest.builder().mechanism("PLAIN").build());
    assertEquals(1, client.receiveCorrelationId());
    client.send(framed("\0alice\0secret"));
    client.send(ApiKey.HEARTBEAT, 4, 3, HEARTBEAT);
    FakeHandler.Call call = heartbeat.next();
    assertEquals("User:alice", call.context().connection().principal().toString());
    call.reply().complete(BEATING);

    TestClient liar = client();
    liar.send(
        ApiKey.SASL_HANDSHAKE, 0, 1, SaslHandshakeRequest.builder().mechanism("PLAIN").build());
    assertEquals(1, liar.receiveCorrelationId());
    liar.send(framed("\0a\0b"));
    assertTrue(liar.isClosedByPeer());
  }

  private static byte[] framed(String token) {
    byte[] bytes = token.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return java.nio.ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).array();
  }

  @Test
  void shouldTakeNothingLargeFromStrangers() throws Exception {
    openWithSasl();
    TestClient client = client();
    client.send(new byte[] {0, 0, 4, 0});
    assertTrue(client.isClosedByPeer());
  }

  @Test
  void shouldFinishLargeRequestsOneByOneWhenMemoryIsShort() throws Exception {
    server.close();
    server = open(new InFlight(8, 1 << 20, 1 << 20));
    int count = 6;
    byte[] frame = TestClient.frame(ApiKey.PRODUCE, 9, 0, produceOf(3 << 20));
    List<Thread> senders = new ArrayList<>();
    List<TestClient> producers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TestClient client = client();
      producers.add(client);
      Thread sender =
          new Thread(
              () -> {
                try {
                  client.send(frame);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      senders.add(sender);
      sender.start();
    }

    for (int i = 0; i < count; i++) {
      produce.next().reply().complete(ProduceResponse.builder().build());
    }

    for (TestClient client : producers) {
      client.receive();
    }
    for (Thread sender : senders) {
      sender.join();
    }
  }

  @Test
  void shouldSayWhichListenerCannotBeOpened() {
    NetworkConfig config =
        new NetworkConfig(
            1,
            10,
            -1,
            -1,
            100,
            -1,
            Admission.of(10, 10, List.of("PLAINTEXT")),
            new InFlight(1, 1, 1));
    try (NetworkServer second =
        new NetworkServer(
            config,
            new DefaultThreadFactory("network", true),
            new RequestMetrics(),
            System::nanoTime)) {
      BindFailedException refusal =
          assertThrows(
              BindFailedException.class,
              () ->
                  second.bind(
                      List.of(
                          new Listener("PLAINTEXT", SecurityProtocol.PLAINTEXT, "localhost", port)),
                      NO_TLS,
                      Map.of()));

      assertTrue(
          String.valueOf(refusal.getMessage()).contains("PLAINTEXT://localhost:" + port),
          refusal.getMessage());
    }
  }

  @Test
  void shouldServeOverJavasOwnSocketsToo() {
    assertInstanceOf(Transport.class, Transport.nio());
  }
}

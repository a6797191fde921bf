package io.barnabas.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.barnabas.codec.ApiKey;
import io.barnabas.codec.Message;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.MessageWriter;
import io.barnabas.codec.message.RequestReader;
import io.barnabas.metadata.image.SecurityProtocol;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiRegistry;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.sasl.SaslAuthenticateHandler;
import io.barnabas.server.api.sasl.SaslHandshakeHandler;
import io.barnabas.server.authentication.PlainMechanism;
import io.barnabas.server.authentication.SaslListener;
import io.barnabas.server.quota.ClientQuotas;
import io.barnabas.server.quota.QuotaWindows;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What anybody can send: frames, requests of every kind, and what comes before a proof. */
final class NetworkFuzzTest {
  private static final int MAX_FRAME_BYTES = 1 << 20;
  private static final InetSocketAddress SOMEWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9092);

  /** Takes what a decoder made of a request, and answers nothing. */
  private record Listening(ApiSpec spec) implements ApiHandler<Message, Message> {
    @Override
    public CompletionStage<@Nullable Message> handle(RequestContext context, Message request) {
      String text = MessageText.of(request);
      assertTrue(text.chars().noneMatch(Character::isISOControl), "a log line is forged");
      assertSameWhenWritten(context.spec().key(), request, context.version());
      return CompletableFuture.completedFuture(null);
    }
  }

  private static void assertSameWhenWritten(ApiKey key, Message request, short version) {
    ByteBuf once = Unpooled.buffer();
    ByteBuf twice = Unpooled.buffer();
    MessageWriter writer = new MessageWriter(once);
    request.write(writer, version);
    if (writer.splices().isEmpty()) {
      Message again = RequestReader.read(key, new MessageReader(once.duplicate()), version);
      again.write(new MessageWriter(twice), version);
      again.release();
      assertEquals(once, twice);
    }
    writer.releaseRecords();
  }

  private static final ApiRouter EVERYTHING = router(everything());
  private static final ApiRouter SASL =
      router(
          List.of(
              new Listening(ApiSpec.of(ApiKey.API_VERSIONS)),
              new SaslHandshakeHandler(),
              new SaslAuthenticateHandler()));

  private static List<ApiHandler<?, ?>> everything() {
    List<ApiHandler<?, ?>> handlers = new ArrayList<>();
    for (ApiKey key : ApiKey.values()) {
      handlers.add(new Listening(ApiSpec.of(key)));
    }
    return handlers;
  }

  private static ApiRouter router(List<ApiHandler<?, ?>> handlers) {
    return new ApiRouter(
        new ApiRegistry(handlers),
        new ResponseEncoder(UnpooledByteBufAllocator.DEFAULT),
        new Throttling(
            new ClientQuotas(
                new QuotaWindows(11, 1), new QuotaWindows(11, 1), () -> 0, Runnable::run)),
        new ErrorCounts(),
        new LargeRequests(Long.MAX_VALUE),
        () -> 0);
  }

  private static ClientConnection connection(SecurityProtocol protocol) {
    return new ClientConnection(
        "1", "PLAINTEXT", protocol, SOMEWHERE, SOMEWHERE, () -> true, Runnable::run);
  }

  /** Frames: the first byte says in what pieces the rest arrives. */
  @FuzzTest(maxDuration = "1h")
  void frames(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int piece = 1 + (input[0] & 0xff) * (input[0] & 0xff);
    UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);
    FrameAssembler assembler = new FrameAssembler(allocator, MAX_FRAME_BYTES);
    ByteBuffer expected = ByteBuffer.wrap(input, 1, input.length - 1);
    int at = 1;
    try {
      while (at < input.length) {
        int count = Math.min(piece, input.length - at);
        ByteBuf target = assembler.receiver();
        if (target == null) {
          target = allocator.directBuffer(count);
        }
        int fitting = Math.min(count, target.writableBytes());
        target.writeBytes(input, at, fitting);
        at += fitting;
        assembler.offer(target);
        while (assembler.ready()) {
          ByteBuf frame = assembler.take();
          assertEquals(nextFrame(expected), frame);
          frame.release();
        }
        long room = allocator.metric().usedDirectMemory();
        assertTrue(room <= FrameAssembler.ADVANCE_BYTES + 10L * input.length, room + " bytes");
        assertTrue(assembler.heldBytes() <= at);
      }
    } catch (FrameException refused) {
      int length = expected.getInt();
      assertTrue(length < 0 || length > MAX_FRAME_BYTES, "refused a frame of " + length);
    }
    assembler.close();
    assertEquals(0, allocator.metric().usedDirectMemory());
  }

  private static ByteBuf nextFrame(ByteBuffer bytes) {
    try {
      byte[] frame = new byte[bytes.getInt()];
      bytes.get(frame);
      return Unpooled.wrappedBuffer(frame);
    } catch (BufferUnderflowException e) {
      throw new AssertionError("a frame that was not sent", e);
    }
  }

  /** One frame, as a request. */
  @FuzzTest(maxDuration = "1h")
  void requests(byte[] input) {
    ByteBuf frame = Unpooled.wrappedBuffer(input);
    Reply reply =
        EVERYTHING
            .route(connection(SecurityProtocol.PLAINTEXT), frame)
            .toCompletableFuture()
            .join();
    if (reply instanceof Reply.Close close) {
      assertTrue(!close.reason().equals("an internal error"), "a defect");
    }
    reply.release();
    assertEquals(1, frame.refCnt());
    frame.release();
  }

  /** Frames of one byte of length each, to a listener that asks who is there. */
  @FuzzTest(maxDuration = "1h")
  void proofs(byte[] input) {
    SaslListener listener =
        new SaslListener(
            Map.of("PLAIN", new PlainMechanism(Map.of("alice", "secret"))),
            List.of("PLAIN"),
            Map.of(),
            1000,
            0,
            Runnable::run,
            () -> 0,
            () -> 0);
    ClientConnection client = connection(SecurityProtocol.SASL_PLAINTEXT);
    client.proves(listener.session());
    AuthenticationGate gate = new AuthenticationGate(SASL, client.sasl(), () -> {});
    ByteBuf bytes = Unpooled.wrappedBuffer(input);
    boolean open = true;
    while (open && bytes.isReadable()) {
      int length = Math.min(bytes.readUnsignedByte(), bytes.readableBytes());
      ByteBuf frame = bytes.readSlice(length);
      Reply reply = gate.route(client, frame).toCompletableFuture().join();
      open = !(reply instanceof Reply.Close || reply instanceof Reply.Farewell);
      reply.release();
      if (client.isAuthenticated()) {
        assertEquals("alice", client.principal().name());
      }
    }
    bytes.release();
  }
}

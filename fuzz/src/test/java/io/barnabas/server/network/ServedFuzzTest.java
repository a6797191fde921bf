package io.barnabas.server.network;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.barnabas.metadata.image.SecurityProtocol;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.quota.ClientQuotas;
import io.barnabas.server.quota.QuotaWindows;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Requests that a whole broker answers, whatever is in them: topics, configs, ACLs, quotas, users,
 * groups, transactions. None of them is a defect, and none ends the broker.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServedFuzzTest {
  private static final InetSocketAddress SOMEWHERE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9092);

  /** What is not answered by then waits for something that others would have to do. */
  private static final long PATIENCE_MS = 30;

  /** After so many inputs there is a new broker, as what is there only grows. */
  private static final int INPUTS_EACH = 20_000;

  private @Nullable ServingBroker broker;
  private @Nullable ApiRouter router;
  private int inputs;

  private ServingBroker serving() {
    ServingBroker now = broker;
    if (now == null || inputs++ >= INPUTS_EACH) {
      clean();
      inputs = 0;
      now = new ServingBroker();
      broker = now;
      router =
          new ApiRouter(
              now.registry(),
              new ResponseEncoder(UnpooledByteBufAllocator.DEFAULT),
              new Throttling(
                  new ClientQuotas(
                      new QuotaWindows(11, 1), new QuotaWindows(11, 1), () -> 0, Runnable::run)),
              new ErrorCounts(),
              new LargeRequests(Long.MAX_VALUE),
              System::nanoTime);
    }
    return now;
  }

  @AfterAll
  void clean() {
    ServingBroker last = broker;
    broker = null;
    if (last != null) {
      last.close();
    }
  }

  /** Frames of one connection, each after two bytes of length. */
  @FuzzTest(maxDuration = "1h")
  void served(byte[] input) throws Exception {
    ServingBroker now = serving();
    ClientConnection client =
        new ClientConnection(
            "1",
            "PLAINTEXT",
            SecurityProtocol.PLAINTEXT,
            SOMEWHERE,
            SOMEWHERE,
            () -> true,
            Runnable::run);
    ByteBuf bytes = Unpooled.wrappedBuffer(input);
    boolean goesOn = true;
    while (goesOn && bytes.readableBytes() > Short.BYTES) {
      int length = Math.min(bytes.readUnsignedShort(), bytes.readableBytes());
      goesOn = answered(now, client, Unpooled.copiedBuffer(bytes.readSlice(length)));
    }
    client.closed();
    now.check();
  }

  private boolean answered(ServingBroker now, ClientConnection client, ByteBuf frame)
      throws Exception {
    String request = ByteBufUtil.hexDump(frame);
    CompletableFuture<Reply> answer = router.route(client, frame).toCompletableFuture();
    answer.whenComplete(
        (reply, failure) -> {
          frame.release();
          if (reply != null) {
            reply.release();
          }
        });
    try {
      Reply reply = answer.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
      if (reply instanceof Reply.Close close && close.reason().equals("an internal error")) {
        now.check();
        throw new AssertionError("no answer can be written to " + request);
      }
      return !(reply instanceof Reply.Close || reply instanceof Reply.Farewell);
    } catch (TimeoutException waits) {
      return true;
    } catch (ExecutionException e) {
      throw new AssertionError("no reply but a failure", e.getCause());
    }
  }
}

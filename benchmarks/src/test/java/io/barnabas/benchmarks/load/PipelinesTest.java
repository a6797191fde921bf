package io.barnabas.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PipelinesTest {
  private static final int FRAME_INTS = 64 << 10;
  private static final int ANSWER_BYTES = 10_000;

  private final ServerSocket server = server();

  /** So little room that frames are sent in many parts. */
  private static ServerSocket server() {
    try {
      ServerSocket server = new ServerSocket();
      server.setReceiveBufferSize(1 << 10);
      return server;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void bind() throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /** The same frame all the time, each time with the number of the request in all of it. */
  private static final class Numbers implements Pipeline.Exchange {
    private final ByteBuffer frame = ByteBuffer.allocateDirect(4 + 4 * FRAME_INTS);
    private final List<Integer> answers = new ArrayList<>();
    private int asked;

    @Override
    public ByteBuffer request() {
      frame.clear().putInt(4 * FRAME_INTS);
      for (int i = 0; i < FRAME_INTS; i++) {
        frame.putInt(asked);
      }
      asked++;
      return frame.flip();
    }

    @Override
    public void answer(ByteBuf answer) {
      answers.add(answer.getInt(0));
    }
  }

  /** Answers each frame with its number, at length; returns how many were not of one piece. */
  private int serve(int count) throws IOException {
    int broken = 0;
    try (Socket socket = server.accept()) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      for (int i = 0; i < count; i++) {
        ByteBuffer frame = ByteBuffer.wrap(in.readNBytes(in.readInt()));
        int number = frame.getInt(0);
        broken +=
            IntStream.range(0, FRAME_INTS).allMatch(at -> frame.getInt(4 * at) == number) ? 0 : 1;
        out.writeInt(ANSWER_BYTES);
        out.write(ByteBuffer.allocate(ANSWER_BYTES).putInt(i).array());
      }
    }
    return broken;
  }

  @Test
  void shouldSendWholeRequestsAndTakeEachAnswerOnce() throws Exception {
    int count = 50;
    CompletableFuture<Integer> broken =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return serve(count);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    Numbers numbers = new Numbers();

    try (Pipelines<Numbers> pipelines =
        new Pipelines<>(server.getLocalPort(), 5, List.of(numbers))) {
      LatencyHistogram latencies = pipelines.run(each -> each.asked < count);

      assertEquals(count, latencies.count());
    }
    assertEquals(IntStream.range(0, count).boxed().toList(), numbers.answers);
    assertEquals(0, broken.get());
  }
}

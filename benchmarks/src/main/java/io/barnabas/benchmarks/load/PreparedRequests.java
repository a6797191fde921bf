package io.barnabas.benchmarks.load;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.List;

/** Requests of one kind, encoded beforehand. */
public record PreparedRequests(List<ByteBuffer> frames, Check check) {

  /** Looks at an answer. */
  public interface Check {
    /**
     * The bytes of batches that the request has moved.
     *
     * @throws IllegalStateException if it was refused
     */
    long bytes(ByteBuf answer);
  }
}

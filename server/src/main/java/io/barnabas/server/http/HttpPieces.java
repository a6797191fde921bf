package io.barnabas.server.http;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The rest of an answer that is too long to be made at once. */
public interface HttpPieces {
  /**
   * The next piece, null where there is none. Called on the port's event loop, and not again before
   * the last one has come; does not block. Completed by any thread; one reference passes to whoever
   * asks.
   */
  CompletionStage<@Nullable ByteBuf> next();

  /**
   * Nobody asks any more, be it that all is sent or that nobody takes it. Called once; any thread.
   */
  default void close() {}
}

package io.barnabas.server.network;

import io.barnabas.server.api.ClientConnection;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** How a request ends. */
sealed interface Reply {

  /** For how many milliseconds nothing more is heard of the client. */
  default int throttleMs() {
    return 0;
  }

  /** Lets go of what would have been written. */
  default void release() {}

  /**
   * These bytes go to the client; releasing them is up to whoever holds the reply.
   *
   * @param throttleMs for how long nothing more is heard of the client
   */
  record Answer(OutboundFrame frame, int throttleMs) implements Reply {
    @Override
    public void release() {
      frame.release();
    }
  }

  /**
   * The client expects nothing.
   *
   * @param throttleMs for how long nothing more is heard of the client
   */
  record Silence(int throttleMs) implements Reply {}

  /**
   * After a while these bytes go to the client, and the connection ends: the answer to somebody who
   * failed to prove who they are, and who shall not try the next password at once.
   *
   * @param afterMs how long nothing happens before
   * @param reason for the log line
   */
  record Farewell(OutboundFrame frame, int afterMs, String reason) implements Reply {
    /**
     * Whether it is not to be sent yet; then it goes on by itself when that is over, or when the
     * connection ends before.
     */
    boolean isPutOff(
        ScheduledExecutorService loop, ClientConnection client, Consumer<Farewell> goOn) {
      if (afterMs <= 0) {
        return false;
      }
      Farewell atOnce = new Farewell(frame, 0, reason);
      Future<?> later = loop.schedule(() -> goOn.accept(atOnce), afterMs, TimeUnit.MILLISECONDS);
      var unused =
          client.onClose(
              () -> {
                if (later.cancel(false)) {
                  goOn.accept(atOnce);
                }
              });
      return true;
    }

    @Override
    public void release() {
      frame.release();
    }
  }

  /**
   * The connection ends.
   *
   * @param reason for the log line
   */
  record Close(String reason) implements Reply {}
}

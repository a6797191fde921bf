package io.barnabas.server.api;

import io.barnabas.codec.Message;
import org.jspecify.annotations.Nullable;

/**
 * Completes a request by ending its connection, with the reason for the log line, and with a last
 * answer where the client is to learn why. Carries no stack trace.
 */
public final class CloseConnection extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Message lastAnswer;
  private final int afterMs;

  /**
   * Ends the connection; the reason must not hold secrets and names from clients in it must be
   * sanitised.
   */
  public CloseConnection(String reason) {
    super(reason, null, false, false);
    this.lastAnswer = null;
    this.afterMs = 0;
  }

  /**
   * Answers, and ends the connection then.
   *
   * @param afterMs for how many milliseconds nothing happens first, so that whoever tries passwords
   *     is slowed down
   */
  public CloseConnection(String reason, Message lastAnswer, int afterMs) {
    super(reason, null, false, false);
    this.lastAnswer = lastAnswer;
    this.afterMs = afterMs;
  }

  /** What the client gets to know; null for nothing. */
  public @Nullable Message lastAnswer() {
    return lastAnswer;
  }

  /** How many milliseconds pass before the last answer. */
  public int afterMs() {
    return afterMs;
  }
}

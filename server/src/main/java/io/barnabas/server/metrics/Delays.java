package io.barnabas.server.metrics;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counts requests of a kind that wait for something other than their turn. Any thread.
 *
 * @param waiting those that wait now
 * @param expired those that have waited in vain since the start
 */
public record Delays(LongAdder waiting, LongAdder expired) {

  /** Nothing waits. */
  public Delays() {
    this(new LongAdder(), new LongAdder());
  }

  /** One begins to wait. */
  public void begin() {
    waiting.increment();
  }

  /** One does not wait any more. */
  public void end() {
    waiting.decrement();
  }

  /** The time of one was up. */
  public void expire() {
    expired.increment();
  }
}

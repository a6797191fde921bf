package io.barnabas.testkit;

import io.barnabas.codec.ErrorCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A fault in force. Any thread. */
public final class Fault {
  private final Faults faults;
  private final FaultRule rule;
  private final Happening happening;
  private final AtomicInteger seen = new AtomicInteger();
  private final AtomicInteger happened = new AtomicInteger();

  /** What goes wrong. */
  sealed interface Happening {
    record Failure(ErrorCode code) implements Happening {}

    record Delay(Duration duration) implements Happening {}

    record Disconnection() implements Happening {}
  }

  Fault(Faults faults, FaultRule rule, Happening happening) {
    this.faults = faults;
    this.rule = rule;
    this.happening = happening;
  }

  /** How many requests it fitted, whether or not it happened to them. */
  public int seen() {
    return seen.get();
  }

  /** How often it has happened. */
  public int happened() {
    return happened.get();
  }

  /** Takes it back. */
  public void remove() {
    faults.remove(this);
  }

  FaultRule rule() {
    return rule;
  }

  Happening happening() {
    return happening;
  }

  /** Counts a request that fits; whether the fault happens to it. */
  boolean happens() {
    boolean turn = rule.isTurn(seen.incrementAndGet());
    if (turn) {
      happened.incrementAndGet();
    }
    return turn;
  }
}

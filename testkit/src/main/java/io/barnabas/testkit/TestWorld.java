package io.barnabas.testkit;

import io.barnabas.codec.Message;
import io.barnabas.server.BrokerEnvironment;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.HandlerDecorator;
import io.barnabas.server.api.guard.Refusals;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The world of a broker under test: its time moves, and its handlers fail where they are told to.
 */
final class TestWorld implements HandlerDecorator {
  private final TestClock clock = new TestClock();
  private final Faults faults = new Faults();
  private final HeldAnswers held = new HeldAnswers();
  private volatile @Nullable MovableScheduler timer;

  TestClock clock() {
    return clock;
  }

  Faults faults() {
    return faults;
  }

  /** For one start of the broker. */
  BrokerEnvironment environment() {
    return new BrokerEnvironment(
        clock, clock::nanoTime, System::nanoTime, this::timer, new SecureRandom(), "", false, this);
  }

  /** The broker stops, or has stopped: nobody is to wait for what faults hold up. */
  void stopping() {
    held.drop();
  }

  private ScheduledExecutorService timer(ThreadFactory threads) {
    MovableScheduler made = new MovableScheduler(clock::nanoTime, threads);
    clock.add(made);
    timer = made;
    return made;
  }

  @Override
  public <Q extends Message, R extends Message> ApiHandler<Q, R> decorate(
      ApiHandler<Q, R> handler, Refusals refusals) {
    return new FaultyHandler<>(
        handler, refusals, faults, Objects.requireNonNull(timer, "made before handlers are"), held);
  }
}

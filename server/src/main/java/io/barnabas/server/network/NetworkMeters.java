package io.barnabas.server.network;

import io.barnabas.server.metrics.request.LoopRequests;
import io.barnabas.server.metrics.request.RequestMetrics;
import io.netty.channel.EventLoop;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/** A meter for each listener on each event loop. Any thread. */
final class NetworkMeters {
  private record Loop(int number, LoopRequests requests) {}

  private record Key(String listener, EventLoop loop) {}

  private final RequestMetrics requests;
  private final ToIntFunction<EventLoop> numbers;
  private final LongSupplier nanoTime;
  private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();
  private final Map<Key, ProcessorMeter> meters = new ConcurrentHashMap<>();

  /**
   * No meters yet.
   *
   * @param numbers by which loops are told apart
   * @param nanoTime the monotonic clock
   */
  NetworkMeters(RequestMetrics requests, ToIntFunction<EventLoop> numbers, LongSupplier nanoTime) {
    this.requests = requests;
    this.numbers = numbers;
    this.nanoTime = nanoTime;
  }

  ProcessorMeter of(String listener, EventLoop loop) {
    return meters.computeIfAbsent(new Key(listener, loop), this::make);
  }

  private ProcessorMeter make(Key key) {
    Loop loop;
    synchronized (loops) {
      loop =
          loops.computeIfAbsent(
              key.loop(), each -> new Loop(numbers.applyAsInt(each), requests.newLoop()));
    }
    return new ProcessorMeter(key.listener(), loop.number(), loop.requests(), nanoTime);
  }

  Collection<ProcessorMeter> all() {
    return Collections.unmodifiableCollection(meters.values());
  }
}

package io.barnabas.server.network;

import io.barnabas.server.metrics.request.LoopRequests;
import io.barnabas.server.metrics.request.RequestMetrics;
import io.netty.channel.EventLoop;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A meter for each listener on each event loop. Any thread. */
final class NetworkMeters {
  private record Loop(int number, LoopRequests requests) {}

  private record Key(String listener, EventLoop loop) {}

  private final RequestMetrics requests;
  private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();
  private final Map<Key, ProcessorMeter> meters = new ConcurrentHashMap<>();

  NetworkMeters(RequestMetrics requests) {
    this.requests = requests;
  }

  ProcessorMeter of(String listener, EventLoop loop) {
    return meters.computeIfAbsent(new Key(listener, loop), this::make);
  }

  private ProcessorMeter make(Key key) {
    Loop loop;
    synchronized (loops) {
      loop = loops.computeIfAbsent(key.loop(), each -> new Loop(loops.size(), requests.newLoop()));
    }
    return new ProcessorMeter(key.listener(), loop.number(), loop.requests());
  }

  Collection<ProcessorMeter> all() {
    return Collections.unmodifiableCollection(meters.values());
  }
}

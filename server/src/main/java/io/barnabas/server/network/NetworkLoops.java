package io.barnabas.server.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.AbstractEventExecutorGroup;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseCombiner;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Event loops whose number changes ({@code num.network.threads}): new connections go to so many of
 * them in turn, while those that there are stay with the loop they have. Any thread.
 */
final class NetworkLoops extends AbstractEventExecutorGroup implements EventLoopGroup {
  private final ThreadFactory threads;
  private final IoHandlerFactory handlers;
  private final List<EventLoopGroup> loops = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final Promise<Void> terminated = new DefaultPromise<>(GlobalEventExecutor.INSTANCE);
  private volatile int inUse;

  NetworkLoops(int count, ThreadFactory threads, IoHandlerFactory handlers) {
    this.threads = threads;
    this.handlers = handlers;
    use(count);
  }

  /** Has so many loops take the connections to come. */
  synchronized void use(int count) {
    while (loops.size() < count) {
      loops.add(new MultiThreadIoEventLoopGroup(1, threads, handlers));
    }
    inUse = count;
  }

  /** Which of them a loop is, from 0; -1 if it is none. */
  int numberOf(EventLoop loop) {
    for (int number = 0; number < loops.size(); number++) {
      if (loops.get(number).next() == loop) {
        return number;
      }
    }
    return -1;
  }

  @Override
  public EventLoop next() {
    return loops.get(Math.floorMod(turn.getAndIncrement(), inUse)).next();
  }

  @Override
  public ChannelFuture register(Channel channel) {
    return next().register(channel);
  }

  @Override
  public ChannelFuture register(ChannelPromise promise) {
    return next().register(promise);
  }

  @Override
  @Deprecated
  public ChannelFuture register(Channel channel, ChannelPromise promise) {
    return next().register(channel, promise);
  }

  @Override
  public Iterator<EventExecutor> iterator() {
    return loops.stream().map(group -> (EventExecutor) group.next()).iterator();
  }

  @Override
  public boolean isShuttingDown() {
    return loops.stream().allMatch(EventLoopGroup::isShuttingDown);
  }

  @Override
  public synchronized Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
    GlobalEventExecutor.INSTANCE.execute(
        () -> {
          PromiseCombiner all = new PromiseCombiner(GlobalEventExecutor.INSTANCE);
          for (EventLoopGroup each : loops) {
            all.add((Future<?>) each.shutdownGracefully(quietPeriod, timeout, unit));
          }
          all.finish(terminated);
        });
    return terminated;
  }

  @Override
  public Future<?> terminationFuture() {
    return terminated;
  }

  @Override
  @Deprecated
  public void shutdown() {
    Future<?> unused = shutdownGracefully();
  }

  @Override
  public boolean isShutdown() {
    return loops.stream().allMatch(EventLoopGroup::isShutdown);
  }

  @Override
  public boolean isTerminated() {
    return loops.stream().allMatch(EventLoopGroup::isTerminated);
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return terminated.await(timeout, unit);
  }
}

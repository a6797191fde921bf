package io.barnabas.server;

import io.barnabas.server.api.ApiRegistry;
import io.barnabas.server.config.Listener;
import io.barnabas.server.network.BindFailedException;
import io.barnabas.server.network.NetworkServer;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * One broker: what there is in it, put together in the order it needs each other, and taken apart
 * the other way.
 */
public final class BrokerServer implements AutoCloseable {
  private final NetworkServer network;
  private final List<Listener> listeners;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private BrokerServer(NetworkServer network, List<Listener> listeners) {
    this.network = network;
    this.listeners = listeners;
  }

  /** Starts a broker in the real world. */
  public static BrokerServer start(BrokerConfig config) {
    return start(config, BrokerEnvironment.system());
  }

  /**
   * Starts a broker; returns when it serves.
   *
   * @throws StartException when the machine does not let it
   */
  public static BrokerServer start(BrokerConfig config, BrokerEnvironment environment) {
    NetworkServer network =
        new NetworkServer(config.network(), new NamedThreads("network"), environment.nanoTime());
    try {
      List<Listener> bound = network.bind(config.listeners().bound());
      BrokerServer server = new BrokerServer(network, bound);
      network.open(new ApiRegistry(List.of()));
      return server;
    } catch (BindFailedException e) {
      network.close();
      throw new StartException(String.valueOf(e.getMessage()));
    }
  }

  /** Where clients can connect, with the ports really bound. */
  public List<Listener> listeners() {
    return listeners;
  }

  /** Waits until the broker has stopped. */
  public void awaitStop() throws InterruptedException {
    stopped.await();
  }

  /** Whether the stop left nothing to recover. */
  public boolean stoppedCleanly() {
    return true;
  }

  /** Stops the broker; returns when it has stopped. */
  @Override
  public void close() {
    network.close();
    stopped.countDown();
  }
}

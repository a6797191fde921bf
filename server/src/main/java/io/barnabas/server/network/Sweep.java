package io.barnabas.server.network;

import io.netty.channel.Channel;
import java.util.Iterator;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at every connection there is, each on its own event loop, a few at a time: nobody's
 * request waits until thousands of others have been looked at.
 */
final class Sweep implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  /** Looked at in one go; tens of microseconds of an event loop. */
  private static final int AT_ONCE = 50;

  private static final long PAUSE_MS = 2;

  /** However many there are, they have been looked at after that many goes: within two seconds. */
  private static final int GOES_MAX = 1_000;

  private final Iterator<Channel> rest;
  private final int atOnce;
  private final boolean scarce;
  private final ScheduledExecutorService timer;

  /**
   * Nobody looked at yet.
   *
   * @param connections may change meanwhile
   * @param scarce whether some wait for memory
   * @param timer goes on with it
   */
  Sweep(Iterable<Channel> connections, int count, boolean scarce, ScheduledExecutorService timer) {
    this.rest = connections.iterator();
    this.atOnce = Math.max(AT_ONCE, count / GOES_MAX);
    this.scarce = scarce;
    this.timer = timer;
  }

  @Override
  public void run() {
    try {
      for (int i = 0; i < atOnce && rest.hasNext(); i++) {
        look(rest.next());
      }
      if (rest.hasNext()) {
        var unused = timer.schedule(this, PAUSE_MS, TimeUnit.MILLISECONDS);
      }
    } catch (RejectedExecutionException e) {
      LOG.debug("The network was stopped", e);
    }
  }

  private void look(Channel channel) {
    Connection connection = channel.pipeline().get(Connection.class);
    if (connection != null) {
      channel.eventLoop().execute(() -> connection.look(scarce));
    }
  }
}

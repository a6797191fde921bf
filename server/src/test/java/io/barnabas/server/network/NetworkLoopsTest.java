package io.barnabas.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioIoHandler;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class NetworkLoopsTest {
  private static Set<EventLoop> inTurn(NetworkLoops loops) {
    Set<EventLoop> seen = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      seen.add(loops.next());
    }
    return seen;
  }

  @Test
  void shouldUseSoManyLoopsAsItIsToldAndEndThemAll() throws Exception {
    NetworkLoops loops = new NetworkLoops(2, Thread::new, NioIoHandler.newFactory());
    Set<EventLoop> two = inTurn(loops);
    loops.use(4);
    Set<EventLoop> four = inTurn(loops);
    loops.use(1);
    Set<EventLoop> one = inTurn(loops);
    loops.use(3);

    assertEquals(2, two.size());
    assertEquals(4, four.size());
    assertTrue(four.containsAll(two));
    assertEquals(1, one.size());
    assertEquals(3, inTurn(loops).size());
    four.forEach(
        loop -> assertEquals("done", loop.submit(() -> "done").syncUninterruptibly().getNow()));

    assertTrue(loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS));

    four.forEach(loop -> assertTrue(loop.isTerminated()));
    assertTrue(loops.isTerminated());
  }
}

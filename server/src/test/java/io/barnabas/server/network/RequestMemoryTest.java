package io.barnabas.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class RequestMemoryTest {
  private static final int LIMIT = 100;

  /** A connection as the memory sees it. */
  private final class Client implements RequestMemory.Holder {
    private final boolean polite;
    boolean moved;
    boolean reads = true;
    boolean evicted;
    int challenges;

    /**
     * A client.
     *
     * @param polite whether it has more to send, whenever it is read from
     */
    Client(boolean polite) {
      this.polite = polite;
    }

    Client sendsHalf(int bytes) {
      moved = true;
      memory.receiving(this, true);
      if (!memory.charge(this, bytes)) {
        reads = false;
        memory.await(this);
      }
      return this;
    }

    @Override
    public void resume() {
      reads = true;
      moved |= polite;
    }

    @Override
    public boolean hasMoved() {
      boolean has = moved;
      moved = false;
      return has;
    }

    @Override
    public void challenge() {
      challenges++;
      moved |= polite;
    }

    @Override
    public void evict() {
      evicted = true;
      memory.done(this);
    }
  }

  private final RequestMemory memory = new RequestMemory(LIMIT);

  private void sweep(int times) {
    for (int i = 0; i < times; i++) {
      memory.sweep();
    }
  }

  @Test
  void shouldKeepAClientThatWaitsPolitely() {
    Client first = new Client(true).sendsHalf(LIMIT);
    Client waiting = new Client(true).sendsHalf(10);
    Client behind = new Client(true).sendsHalf(10);

    sweep(8);

    assertFalse(first.evicted || waiting.evicted || behind.evicted);
    assertTrue(behind.challenges > 0);
    memory.release(LIMIT);
    assertTrue(behind.reads);
    assertFalse(memory.isScarce());
  }

  @Test
  void shouldDisconnectWhoHoldsHalfARequestAndSendsNoMore() {
    Client silent = new Client(false).sendsHalf(LIMIT);
    Client favoured = new Client(true).sendsHalf(10);
    Client silentToo = new Client(false).sendsHalf(10);

    sweep(3);

    assertTrue(silent.evicted && silentToo.evicted);
    assertFalse(favoured.evicted);
  }

  @Test
  void shouldDisconnectWhoComesToNoEndInAMinuteOfWant() {
    Client dripping = new Client(true).sendsHalf(LIMIT);
    Client waiting = new Client(true).sendsHalf(10);

    sweep(12);
    assertFalse(dripping.evicted || waiting.evicted);
    sweep(1);

    assertTrue(dripping.evicted);
  }

  @Test
  void shouldLeaveEverybodyAloneWhileThereIsRoom() {
    Client silent = new Client(false).sendsHalf(LIMIT / 2);

    sweep(50);

    assertFalse(silent.evicted);
    assertEquals(0, silent.challenges);
  }
}

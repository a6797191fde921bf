package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import java.util.random.RandomGenerator;

/** Random ids and jitter. Any thread. */
final class LogIds {
  private final RandomGenerator random;

  LogIds(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A version 4 UUID whose text does not begin with a dash, so that tools take it as an argument.
   */
  synchronized Uuid next() {
    Uuid id;
    do {
      long msb = (random.nextLong() & ~0xF000L) | 0x4000L;
      long lsb = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
      id = new Uuid(msb, lsb);
    } while (id.toString().startsWith("-"));
    return id;
  }

  /** Any number. */
  synchronized long nextLong() {
    return random.nextLong();
  }

  /** A number from 0 to the bound, 0 when the bound is not positive. */
  synchronized long upTo(long bound) {
    return bound <= 0 ? 0 : random.nextLong(bound);
  }
}

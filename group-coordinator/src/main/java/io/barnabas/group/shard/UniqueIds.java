package io.barnabas.group.shard;

import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Random (version 4) UUIDs from an injected source. */
final class UniqueIds implements Supplier<String> {
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT = 0x8000000000000000L;

  private final RandomGenerator random;

  UniqueIds(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public String get() {
    long msb = (random.nextLong() & ~0xf000L) | VERSION_4;
    long lsb = (random.nextLong() & ~0xc000000000000000L) | VARIANT;
    return new UUID(msb, lsb).toString();
  }
}

package io.barnabas.metadata.controller;

import io.barnabas.codec.Uuid;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Chooses ids for new topics. */
final class TopicIds {
  private static final long VERSION_BITS = 0xF000L;
  private static final long VERSION_4 = 0x4000L;
  private static final long VARIANT_BITS = 0xC000_0000_0000_0000L;
  private static final long VARIANT_RFC_4122 = 0x8000_0000_0000_0000L;

  private TopicIds() {}

  /**
   * A random (version 4) id that no topic has. The version bits keep it away from the reserved ids;
   * one whose text begins with a dash is passed over, since command-line tools take that for an
   * option.
   */
  static Uuid next(Situation situation) {
    return random(situation.random(), id -> situation.image().topics().topic(id) == null);
  }

  /** As {@link #next}, for other things that have ids of this kind. */
  static Uuid random(RandomGenerator random, Predicate<Uuid> isFree) {
    while (true) {
      long msb = random.nextLong() & ~VERSION_BITS | VERSION_4;
      long lsb = random.nextLong() & ~VARIANT_BITS | VARIANT_RFC_4122;
      Uuid id = new Uuid(msb, lsb);
      if (!id.toString().startsWith("-") && isFree.test(id)) {
        return id;
      }
    }
  }
}

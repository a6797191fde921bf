package io.barnabas.compat.differential;

import java.util.List;
import java.util.Random;

/** What a seed decides, and the names it decides about. */
final class Dice {
  private static final String ILLEGAL_LONG = "x".repeat(250);

  private final Random random;
  private final String prefix;

  Dice(long seed) {
    this.random = new Random(seed);
    this.prefix = "s" + seed + "-";
  }

  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Topics that are made and unmade. */
  List<String> topics() {
    return List.of(prefix + "t0", prefix + "t1", prefix + "t2");
  }

  /** Mostly a topic that may exist, sometimes one that does not or cannot. */
  String topic() {
    return oneIn(8)
        ? pick(prefix + "ghost", "", ".", "a/b", "with space", ILLEGAL_LONG)
        : pick(prefix + "t0", prefix + "t0", prefix + "t1", prefix + "t2");
  }

  int partition() {
    return pick(0, 0, 0, 0, 1, 2, 9, -1);
  }

  /** Groups of one member each; the last one's is static. */
  List<String> groups() {
    return List.of(prefix + "g0", prefix + "g1", prefix + "static");
  }

  String group() {
    return oneIn(10)
        ? pick(prefix + "no-group", "")
        : pick(prefix + "g0", prefix + "g0", prefix + "g1", prefix + "static");
  }

  boolean isStatic(String group) {
    return group.endsWith("static");
  }

  /** Mostly one that may be known, sometimes one that does not exist or cannot. */
  String transactionalId() {
    return oneIn(10)
        ? pick("", prefix + "never")
        : pick(prefix + "x0", prefix + "x0", prefix + "x1");
  }

  String named(String name) {
    return prefix + name;
  }
}

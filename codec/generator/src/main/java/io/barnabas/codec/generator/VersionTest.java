package io.barnabas.codec.generator;

import com.palantir.javapoet.CodeBlock;

/**
 * Turns "is this version in that range" into the shortest Java that says so, given the versions
 * that can occur.
 */
final class VersionTest {

  private VersionTest() {}

  static boolean isAlways(Versions range, Versions occurring) {
    return range.covers(occurring);
  }

  static boolean isNever(Versions range, Versions occurring) {
    return range.intersect(occurring).isEmpty();
  }

  /**
   * A boolean expression over {@code messageVersion}; {@code true} or {@code false} where it is
   * certain.
   */
  static CodeBlock of(Versions range, Versions occurring) {
    if (isNever(range, occurring)) {
      return CodeBlock.of("false");
    }
    if (isAlways(range, occurring)) {
      return CodeBlock.of("true");
    }
    boolean fromStart = range.lowest() <= occurring.lowest();
    boolean toEnd = range.highest() >= occurring.highest();
    if (toEnd) {
      return CodeBlock.of("messageVersion >= $L", range.lowest());
    }
    return fromStart
        ? CodeBlock.of("messageVersion <= $L", range.highest())
        : CodeBlock.of(
            "messageVersion >= $L && messageVersion <= $L", range.lowest(), range.highest());
  }
}

package io.barnabas.metadata.acl;

import java.util.Arrays;

/** How long the prefixes of one kind of resource are, and how many there are of each. Immutable. */
final class PrefixLengths {
  static final PrefixLengths NONE = new PrefixLengths(new int[0], new int[0]);

  private final int[] lengths;
  private final int[] counts;

  private PrefixLengths(int[] lengths, int[] counts) {
    this.lengths = lengths;
    this.counts = counts;
  }

  /** The lengths there are, in ascending order; not to be changed. */
  int[] ascending() {
    return lengths;
  }

  PrefixLengths with(int length) {
    int at = Arrays.binarySearch(lengths, length);
    if (at >= 0) {
      return counting(at, counts[at] + 1);
    }
    int place = -at - 1;
    int[] moreLengths = new int[lengths.length + 1];
    int[] moreCounts = new int[lengths.length + 1];
    System.arraycopy(lengths, 0, moreLengths, 0, place);
    System.arraycopy(counts, 0, moreCounts, 0, place);
    moreLengths[place] = length;
    moreCounts[place] = 1;
    System.arraycopy(lengths, place, moreLengths, place + 1, lengths.length - place);
    System.arraycopy(counts, place, moreCounts, place + 1, lengths.length - place);
    return new PrefixLengths(moreLengths, moreCounts);
  }

  PrefixLengths without(int length) {
    int at = Arrays.binarySearch(lengths, length);
    if (at < 0) {
      return this;
    }
    if (counts[at] > 1) {
      return counting(at, counts[at] - 1);
    }
    int[] fewerLengths = new int[lengths.length - 1];
    int[] fewerCounts = new int[lengths.length - 1];
    System.arraycopy(lengths, 0, fewerLengths, 0, at);
    System.arraycopy(counts, 0, fewerCounts, 0, at);
    System.arraycopy(lengths, at + 1, fewerLengths, at, fewerLengths.length - at);
    System.arraycopy(counts, at + 1, fewerCounts, at, fewerCounts.length - at);
    return new PrefixLengths(fewerLengths, fewerCounts);
  }

  private PrefixLengths counting(int at, int count) {
    int[] other = counts.clone();
    other[at] = count;
    return new PrefixLengths(lengths, other);
  }
}

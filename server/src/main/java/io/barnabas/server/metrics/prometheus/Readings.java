package io.barnabas.server.metrics.prometheus;

import io.barnabas.server.metrics.Tags;
import java.util.Arrays;

/** Some series of one name at one moment. For one thread. */
final class Readings {
  /** How many at most: some 40 kB of text, enough to be compressed by itself. */
  static final int MAX = 512;

  private final Tags[] tags;
  private final double[] values;
  private int count;

  Readings() {
    this(new Tags[MAX], new double[MAX], 0);
  }

  private Readings(Tags[] tags, double[] values, int count) {
    this.tags = tags;
    this.values = values;
    this.count = count;
  }

  void clear() {
    count = 0;
  }

  void add(Tags named, double value) {
    tags[count] = named;
    values[count++] = value;
  }

  /** Writes them as lines of this name. */
  void write(FamilyText name, AsciiBuffer into) {
    for (int i = 0; i < count; i++) {
      name.addLine(into, tags[i], values[i]);
    }
  }

  /** The same, to be kept. */
  Readings copy() {
    return new Readings(Arrays.copyOf(tags, count), Arrays.copyOf(values, count), count);
  }

  /** Whether these are of the same series and say the same. */
  boolean same(Readings others) {
    if (count != others.count || !Arrays.equals(values, 0, count, others.values, 0, count)) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (tags[i] != others.tags[i]) {
        return false;
      }
    }
    return true;
  }
}

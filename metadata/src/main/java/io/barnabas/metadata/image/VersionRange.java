package io.barnabas.metadata.image;

/** The levels of a feature that a node supports, both ends included. */
public record VersionRange(short min, short max) {
  public VersionRange {
    if (min < 0 || max < min) {
      throw new IllegalArgumentException("not a range of levels: " + min + " to " + max);
    }
  }

  public boolean contains(short level) {
    return level >= min && level <= max;
  }
}

package io.barnabas.codec.generator;

/**
 * A closed range of versions as the specifications write it: {@code 3}, {@code 3-7}, {@code 3+},
 * {@code none}.
 *
 * @param lowest first version in the range
 * @param highest last version in the range; below {@code lowest} if the range is empty
 */
record Versions(int lowest, int highest) {

  static final Versions NONE = new Versions(0, -1);

  private static final int OPEN_END = Short.MAX_VALUE;

  static Versions parse(String text) {
    String trimmed = text.trim();
    if (trimmed.equals("none")) {
      return NONE;
    }
    if (trimmed.endsWith("+")) {
      return new Versions(Integer.parseInt(trimmed.substring(0, trimmed.length() - 1)), OPEN_END);
    }
    int dash = trimmed.indexOf('-');
    return dash < 0
        ? new Versions(Integer.parseInt(trimmed), Integer.parseInt(trimmed))
        : new Versions(
            Integer.parseInt(trimmed.substring(0, dash)),
            Integer.parseInt(trimmed.substring(dash + 1)));
  }

  boolean isEmpty() {
    return highest < lowest;
  }

  boolean contains(int version) {
    return version >= lowest && version <= highest;
  }

  Versions intersect(Versions other) {
    Versions both = new Versions(Math.max(lowest, other.lowest), Math.min(highest, other.highest));
    return both.isEmpty() ? NONE : both;
  }

  /** Whether every version of the other range is in this one. */
  boolean covers(Versions other) {
    return other.isEmpty() || contains(other.lowest) && contains(other.highest);
  }
}

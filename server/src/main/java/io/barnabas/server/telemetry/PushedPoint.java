package io.barnabas.server.telemetry;

import java.util.List;

/**
 * One number a client pushed.
 *
 * @param name as the client calls it, with dots
 * @param meaning what to do with the value
 * @param attributes names and values in turn
 */
record PushedPoint(String name, Meaning meaning, List<String> attributes, double value) {
  /** What a value is. */
  enum Meaning {
    /** The value at the time. */
    GAUGE,
    /** How much was added since the last push. */
    DELTA,
    /** What was added up since the client's start. */
    TOTAL
  }
}

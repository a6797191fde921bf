package io.barnabas.metadata.controller;

/**
 * How a submitted command ended.
 *
 * @param <R> the reply of the command
 */
public sealed interface Answer<R> {

  /**
   * Decided, committed, and visible in the published image. The reply may still refuse single
   * items.
   */
  record Decided<R>(R reply) implements Answer<R> {}

  /** Nothing was decided, or what was decided did not commit. */
  record Rejected<R>(Refusal refusal) implements Answer<R> {}
}

package io.barnabas.coordinator;

/**
 * The live side of one internal partition: what rules decide on besides the view, such as sessions
 * and waiting requests. It is made anew after every load and dropped when the partition is given up
 * or an append fails. Used on the shard's executor only, one operation at a time.
 *
 * @param <R> the record type
 */
public interface CoordinatorShard<R> {

  /**
   * A timer has gone off. Timers that were replaced or dropped in the meantime are not delivered.
   */
  void onTimer(Object key, Effects<R> effects);
}

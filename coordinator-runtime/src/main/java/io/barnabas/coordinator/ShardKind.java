package io.barnabas.coordinator;

/**
 * What the runtime must know of one kind of coordinator.
 *
 * @param <S> its shards
 * @param <R> its records
 */
public interface ShardKind<S extends CoordinatorShard<R>, R> {

  /** For logs and thread-independent diagnostics, such as {@code __consumer_offsets}. */
  String name();

  /** The version of the view's layout; a view of any other version is rebuilt from the log. */
  int viewFormatVersion();

  RecordSerde<R> serde();

  /**
   * Brings the view up to date with a record, given in both forms. The only place that writes to a
   * view, the same for live traffic and recovery, and dependent on nothing but its arguments.
   */
  void apply(R entry, LogRecord encoded, MutableView view);

  /** Makes the live state from a loaded view; the effects may set timers and append records. */
  S create(int partition, View view, Effects<R> effects);
}

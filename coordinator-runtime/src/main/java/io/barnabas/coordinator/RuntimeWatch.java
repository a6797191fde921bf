package io.barnabas.coordinator;

/**
 * Port: told what shards are asked to do and how long it takes. By any thread, in the middle of the
 * work: must not take long.
 */
public interface RuntimeWatch {
  /** Nobody watches. */
  RuntimeWatch NONE =
      new RuntimeWatch() {
        @Override
        public void queued() {}

        @Override
        public void dropped() {}

        @Override
        public void decided(long queuedNanos, long begunNanos, long endedNanos) {}
      };

  /** An operation waits. */
  void queued();

  /** One that waited was refused before it was decided. */
  void dropped();

  /**
   * One that waited was decided; what was decided may still have to be written. Times are those of
   * the monotonic clock.
   */
  void decided(long queuedNanos, long begunNanos, long endedNanos);
}

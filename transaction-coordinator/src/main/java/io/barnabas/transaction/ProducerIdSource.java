package io.barnabas.transaction;

import java.util.concurrent.CompletionStage;

/** Port: producer ids that nobody had before. */
@FunctionalInterface
public interface ProducerIdSource {
  /** Told when none could be had; the client tries again. */
  long NONE = -1;

  /** A new id, or {@link #NONE}; never completes exceptionally. */
  CompletionStage<Long> next();
}

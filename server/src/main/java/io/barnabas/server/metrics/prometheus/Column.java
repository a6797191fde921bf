package io.barnabas.server.metrics.prometheus;

import io.barnabas.server.metrics.Tags;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many series of one name, one of each subject; read when it is asked for, a block at a time.
 *
 * @param tags of a subject
 * @param value of a subject
 */
record Column<S>(
    List<S> subjects, Function<? super S, Tags> tags, ToDoubleFunction<? super S> value) {
  private static final Logger LOG = LoggerFactory.getLogger(Column.class);

  /** How many blocks there are. */
  int blocks() {
    return (subjects.size() + Readings.MAX - 1) / Readings.MAX;
  }

  /** Reads a block; what is closed or deleted while it is looked at is left out. */
  void read(int block, Readings into) {
    into.clear();
    int from = block * Readings.MAX;
    int to = Math.min(subjects.size(), from + Readings.MAX);
    for (int i = from; i < to; i++) {
      S subject = subjects.get(i);
      Tags named = tags.apply(subject);
      try {
        into.add(named, value.applyAsDouble(subject));
      } catch (RuntimeException e) {
        LOG.debug("A metric of {} cannot be read", named, e);
      }
    }
  }
}

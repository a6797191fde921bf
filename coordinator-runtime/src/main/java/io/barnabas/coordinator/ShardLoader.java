package io.barnabas.coordinator;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Brings the view of a partition up to date with its log: opens it, discards it if it cannot be
 * trusted, and replays the part of the log it does not reflect. Blocks; runs on the loader
 * executor, one load per partition at a time.
 */
final class ShardLoader<R> {
  private static final Logger LOG = LoggerFactory.getLogger(ShardLoader.class);

  private final ShardKind<?, R> kind;
  private final RuntimeEnvironment environment;
  private final RuntimeConfig config;

  ShardLoader(ShardKind<?, R> kind, RuntimeEnvironment environment, RuntimeConfig config) {
    this.kind = kind;
    this.environment = environment;
    this.config = config;
  }

  /**
   * Loads a partition.
   *
   * @param discardView true to rebuild the view whatever it says
   * @param aborted asked between records; a load that is not wanted any more ends with {@link
   *     LoadAbortedException}
   */
  LoadedShard load(int partition, int leaderEpoch, boolean discardView, BooleanSupplier aborted) {
    CoordinatorLog log = environment.logs().open(partition, leaderEpoch);
    ViewStore store = environment.views().open(partition);
    try {
      if (discardView) {
        store.discard();
      }
      try {
        return new Replay(partition, log, store, aborted).run();
      } catch (ViewDamagedException e) {
        LOG.warn(
            "View of {}-{} is damaged, rebuilding: {}", kind.name(), partition, e.getMessage());
        store.discard();
        return new Replay(partition, log, store, aborted).run();
      }
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** One pass over the log. */
  private final class Replay {
    private final int partition;
    private final CoordinatorLog log;
    private final LayeredView view;
    private final BooleanSupplier aborted;
    private long nextOffset;
    private int leaderEpoch = -1;
    private long replayed;
    private long unknown;
    private final Set<String> passedOver = new TreeSet<>();

    Replay(int partition, CoordinatorLog log, ViewStore store, BooleanSupplier aborted) {
      this.partition = partition;
      this.log = log;
      this.view = new LayeredView(store);
      this.aborted = aborted;
    }

    LoadedShard run() {
      findStart();
      view.begin();
      log.replay(nextOffset, this::visit);
      write();
      // Fifty lines at every start would say nothing; a replay is worth one.
      LOG.atLevel(replayed > 0 ? Level.INFO : Level.DEBUG)
          .log(
              "Loaded {}-{} up to offset {}: {} records replayed, {} of unknown kind passed over",
              kind.name(),
              partition,
              nextOffset,
              replayed,
              unknown);
      if (!passedOver.isEmpty()) {
        LOG.warn(
            "{}-{} holds records of {}, which this version does not serve: they are kept",
            kind.name(),
            partition,
            String.join(" and ", passedOver));
      }
      return new LoadedShard(log, view, nextOffset, leaderEpoch);
    }

    private void findStart() {
      ViewPosition position = view.store().position();
      if (position != null) {
        String distrust = ViewTrust.distrust(position, kind.viewFormatVersion(), log);
        if (distrust == null) {
          nextOffset = position.nextOffset();
          leaderEpoch = position.leaderEpoch();
          return;
        }
        LOG.warn("Rebuilding the view of {}-{}: {}", kind.name(), partition, distrust);
        view.store().discard();
      }
      nextOffset = log.bounds().startOffset();
    }

    private void visit(long offset, int epoch, LogRecord entry) {
      if (offset < nextOffset) {
        return; // the batch that holds the start begins earlier
      }
      if (aborted.getAsBoolean()) {
        throw new LoadAbortedException();
      }
      @Nullable R decoded = kind.serde().decode(entry);
      if (decoded == null) {
        unknown++;
        @Nullable String notServed = kind.serde().notServed(entry);
        if (notServed != null && entry.value() != null) {
          passedOver.add(notServed);
        }
      } else {
        kind.apply(decoded, entry, view);
      }
      nextOffset = offset + 1;
      leaderEpoch = epoch;
      replayed++;
      if (replayed % config.viewWriteEntriesMax() == 0) {
        write();
        view.begin();
      }
    }

    private void write() {
      view.commitOldest();
      if (replayed > 0) {
        view.writeCommitted(
            new ViewPosition(log.topicId(), nextOffset, leaderEpoch, kind.viewFormatVersion()));
      }
    }
  }

  /** The partition was given up while it was loaded. */
  static final class LoadAbortedException extends RuntimeException {
    LoadAbortedException() {
      super("load aborted", null, false, false);
    }
  }
}

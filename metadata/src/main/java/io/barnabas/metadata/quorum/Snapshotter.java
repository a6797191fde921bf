package io.barnabas.metadata.quorum;

import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.Provenance;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes snapshots when they are due, in the background, one at a time. The newest two are kept,
 * and the log from the older one on, so that one damaged snapshot is not the end. Called on the
 * metadata executor.
 */
final class Snapshotter {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshotter.class);
  private static final int KEPT = 2;

  private final MetadataSnapshots snapshots;
  private final MetadataLog log;
  private final MetadataBatches batches;
  private final SnapshotSettings settings;
  private final Executor executor;
  private final Executor background;
  private final InstantSource clock;

  private long bytesSince;
  private long lastMs;
  private boolean writing;
  private VoterSet voters = VoterSet.UNSAID;

  Snapshotter(
      MetadataSnapshots snapshots,
      MetadataLog log,
      MetadataBatches batches,
      SnapshotSettings settings,
      Executor executor,
      Executor background,
      InstantSource clock) {
    this.snapshots = snapshots;
    this.log = log;
    this.batches = batches;
    this.settings = settings;
    this.executor = executor;
    this.background = background;
    this.clock = clock;
    this.lastMs = clock.millis();
  }

  /** Tells who votes from now on. */
  void voters(VoterSet newVoters) {
    voters = newVoters;
  }

  /** Counts what a snapshot would save replaying. */
  void committed(int sizeInBytes) {
    bytesSince += sizeInBytes;
  }

  void offer(MetadataImage image) {
    long now = clock.millis();
    boolean late = settings.maxIntervalMs() > 0 && now - lastMs >= settings.maxIntervalMs();
    boolean due = bytesSince >= settings.maxBytesBetween() || late && bytesSince > 0;
    if (!due || writing || image.features().finalizedLevels().isEmpty()) {
      return;
    }
    writing = true;
    bytesSince = 0;
    lastMs = now;
    Provenance provenance = image.provenance();
    SnapshotId id = new SnapshotId(provenance.lastOffset() + 1, provenance.epoch());
    background.execute(() -> write(id, new SnapshotContent(image, voters.records(), batches, now)));
  }

  private void write(SnapshotId id, SnapshotContent content) {
    try {
      snapshots.write(id, content);
      LOG.info("Wrote metadata snapshot {}", id.fileName());
      prune();
    } catch (RejectedExecutionException stopping) {
      LOG.debug("The node stopped while a snapshot was written", stopping);
      return;
    } catch (RuntimeException failed) {
      // The log still has everything; the next one that is due tries again.
      LOG.error("Writing metadata snapshot {} failed", id.fileName(), failed);
    }
    goOn();
  }

  private void goOn() {
    try {
      executor.execute(() -> writing = false);
    } catch (RejectedExecutionException stopping) {
      LOG.debug("The node stopped while a snapshot was written", stopping);
    }
  }

  private void prune() {
    List<SnapshotId> all = snapshots.list();
    int surplus = all.size() - KEPT;
    for (SnapshotId old : all.subList(0, Math.max(0, surplus))) {
      snapshots.delete(old);
    }
    if (surplus >= 0) {
      long keptFrom = all.get(surplus).endOffset();
      executor.execute(() -> log.deleteBefore(keptFrom));
    }
  }
}

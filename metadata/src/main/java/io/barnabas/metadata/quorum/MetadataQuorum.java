package io.barnabas.metadata.quorum;

import io.barnabas.metadata.image.InvalidMetadataRecordException;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.List;
import java.util.OptionalLong;

/**
 * Agrees on the order of metadata records and makes them durable. What it has committed it hands to
 * its {@link Listener} in order; what it has accepted but not committed may still be lost when the
 * leader changes.
 *
 * <p>All calls, those of the listener included, happen on the metadata executor.
 */
public interface MetadataQuorum {

  /**
   * Begins: hands over the newest snapshot and every committed batch after it, and later announces
   * leaders and new batches.
   *
   * @throws MetadataCorruptionException if what was stored cannot be read
   */
  void start(Listener listener);

  /**
   * Accepts records as one batch: all of them commit, or none. Returns at once; the commit is told
   * to the listener.
   *
   * @param epoch the epoch in which the caller leads
   * @return the offset of the last record, or empty if this node does not lead in that epoch
   * @throws OversizedBatchException if one batch cannot hold them
   */
  OptionalLong append(int epoch, List<MetadataRecord> records);

  /** The offset the next accepted record will have; meaningful on the leader only. */
  long nextOffset();

  /**
   * Offers an image to snapshot; the quorum decides whether one is due. An image contains only what
   * is committed.
   */
  void offerSnapshot(MetadataImage image);

  /** Resigns and stops; nothing is told to the listener after that. */
  void close();

  /** What a node does with what the quorum agreed on. */
  interface Listener {

    /**
     * What the cluster was formatted with, where nothing has happened in it since: the first leader
     * is to append it.
     *
     * @throws InvalidMetadataRecordException if it cannot
     */
    void onBootstrap(List<MetadataRecord> records);

    /** Replaces everything: the records are the whole state as of the given point. */
    void onSnapshot(CommittedBatch snapshot);

    /** The next committed batch. */
    void onCommit(CommittedBatch batch);

    /** This node leads from now on, everything committed before has been handed over. */
    void onElected(int epoch);

    /**
     * What this node appended and has not seen committed was refused, for a reason that may pass,
     * and will never commit. It still leads.
     *
     * @param reason for who asked
     */
    void onRefused(String reason);

    /**
     * This node no longer leads; what it appended and has not seen committed is undecided.
     *
     * @param reason for the log
     */
    void onResigned(int epoch, String reason);
  }
}

package io.barnabas.metadata.controller;

import io.barnabas.codec.Message;
import io.barnabas.codec.metadata.AbortTransactionRecord;
import io.barnabas.codec.metadata.BeginTransactionRecord;
import io.barnabas.codec.metadata.EndTransactionRecord;
import io.barnabas.metadata.controller.PendingAppends.Pending;
import io.barnabas.metadata.image.InvalidMetadataRecordException;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.MetadataPublisher;
import io.barnabas.metadata.image.Provenance;
import io.barnabas.metadata.quorum.CommittedBatch;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns committed batches into images and publishes them. Written by the metadata executor only;
 * the image may be read by anybody.
 */
final class CommittedState {
  private static final Logger LOG = LoggerFactory.getLogger(CommittedState.class);

  private final List<MetadataPublisher> publishers = new ArrayList<>();
  private final LongAdder mistakes = new LongAdder();
  private volatile MetadataImage image = MetadataImage.EMPTY;

  /** Records of a transaction (KIP-868) that has begun and not ended; null outside of one. */
  private @Nullable List<Message> transaction;

  MetadataImage image() {
    return image;
  }

  /** How often a publisher could not follow. */
  long mistakes() {
    return mistakes.sum();
  }

  void addPublisher(MetadataPublisher publisher) {
    MetadataDelta all = new MetadataDelta(MetadataImage.EMPTY);
    if (image.provenance().lastOffset() >= 0) {
      all = Replay.fromNothing(image);
    }
    publisher.onMetadata(all, image);
    publishers.add(publisher);
  }

  /** A transaction that is open has not happened yet; a snapshot must not be taken within one. */
  boolean isInTransaction() {
    return transaction != null;
  }

  void replace(CommittedBatch snapshot) {
    transaction = null;
    MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
    snapshot.records().forEach(record -> delta.replay(record.message()));
    publish(delta, delta.apply(provenance(snapshot)));
  }

  void commit(CommittedBatch batch) {
    MetadataDelta delta = new MetadataDelta(image);
    for (MetadataRecord record : batch.records()) {
      replay(record.message(), delta);
    }
    publish(delta, delta.apply(provenance(batch)));
  }

  /**
   * As {@link #commit(CommittedBatch)}, where the outcome is known from when it was appended.
   * Unless something else has been committed since: then the records say what comes out.
   */
  void commit(Pending appended, CommittedBatch batch) {
    if (image.isUnchangedSince(appended.delta().base())) {
      publish(appended.delta(), appended.image().at(provenance(batch)));
    } else {
      commit(batch);
    }
  }

  private static Provenance provenance(CommittedBatch batch) {
    return new Provenance(batch.lastOffset(), batch.epoch(), batch.timestampMs());
  }

  private void publish(MetadataDelta delta, MetadataImage next) {
    image = next;
    publishers.forEach(publisher -> tell(publisher, delta, next));
  }

  /** What is committed is so for everybody; one who cannot follow holds up nobody else. */
  private void tell(MetadataPublisher publisher, MetadataDelta delta, MetadataImage next) {
    try {
      publisher.onMetadata(delta, next);
    } catch (RuntimeException mistake) {
      mistakes.increment();
      LOG.error(
          "{} cannot follow the metadata at offset {}",
          publisher.getClass().getSimpleName(),
          next.provenance().lastOffset(),
          mistake);
    }
  }

  private void replay(Message record, MetadataDelta delta) {
    if (record instanceof BeginTransactionRecord) {
      requireTransaction(false, record);
      transaction = new ArrayList<>();
    } else if (record instanceof EndTransactionRecord) {
      requireTransaction(true, record);
      List<Message> whole = transaction == null ? List.of() : transaction;
      transaction = null;
      whole.forEach(delta::replay);
    } else if (record instanceof AbortTransactionRecord) {
      requireTransaction(true, record);
      transaction = null;
    } else if (transaction != null) {
      transaction.add(record);
    } else {
      delta.replay(record);
    }
  }

  private void requireTransaction(boolean open, Message record) {
    if (open != (transaction != null)) {
      throw new InvalidMetadataRecordException(
          "A "
              + record.getClass().getSimpleName()
              + (open ? " without" : " within")
              + " a transaction");
    }
  }
}

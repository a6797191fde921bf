package io.barnabas.storage.producer;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.storage.log.AppendContext;
import io.barnabas.storage.log.AppendFault;
import io.barnabas.storage.log.AppendOrigin;
import io.barnabas.storage.producer.ProducerVerdict.Duplicate;
import io.barnabas.storage.producer.ProducerVerdict.Refused;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The rules of idempotence and fencing, as Apache Kafka 4.4 has them. Pure.
 *
 * <ul>
 *   <li>A producer that the log does not know may begin with any sequence (KIP-360), so
 *       UNKNOWN_PRODUCER_ID is no longer answered.
 *   <li>A new epoch begins with sequence 0; an old one is fenced.
 *   <li>Within an epoch every batch follows the last one; a batch with the very sequences of one of
 *       the last five is a retry; anything else, older retries included, is out of order.
 * </ul>
 */
final class ProducerRules {
  private ProducerRules() {}

  /**
   * Whether a batch may follow.
   *
   * @param entry what is known of its producer, null if nothing
   * @param verification of the producer, null if none is under way
   */
  static ProducerVerdict check(
      @Nullable ProducerEntry entry,
      Verifications.@Nullable Entry verification,
      ByteBuf buf,
      int at,
      AppendContext context) {
    if (BatchHeader.isControl(buf, at)) {
      return entry == null ? ProducerVerdict.ACCEPTED : checkMarker(entry, buf, at, context);
    }
    short epoch = BatchHeader.producerEpoch(buf, at);
    if (entry != null && context.origin() == AppendOrigin.CLIENT) {
      int known =
          entry.find(epoch, BatchHeader.baseSequence(buf, at), BatchHeader.lastSequence(buf, at));
      if (known >= 0) {
        return new Duplicate(
            entry.firstOffset(known), entry.lastOffset(known), entry.timestamp(known));
      }
    }
    if (entry != null && epoch < entry.epoch()) {
      return fenced(entry, epoch);
    }
    ProducerVerdict unverified = checkVerified(entry, verification, buf, at, context);
    if (unverified != null) {
      return unverified;
    }
    return entry == null
        ? ProducerVerdict.ACCEPTED
        : checkData(entry, buf, at, epoch, context.origin());
  }

  /** What is amiss with the verification of a batch that begins a transaction; null if nothing. */
  private static @Nullable ProducerVerdict checkVerified(
      @Nullable ProducerEntry entry,
      Verifications.@Nullable Entry verification,
      ByteBuf buf,
      int at,
      AppendContext context) {
    short epoch = BatchHeader.producerEpoch(buf, at);
    boolean open = entry != null && entry.hasTransaction() && entry.epoch() == epoch;
    if (context.verification() == AppendContext.NOT_NEEDED
        || open
        || !BatchHeader.isTransactional(buf, at)) {
      return null;
    }
    if (context.verification() == AppendContext.NOT_VERIFIED) {
      return ProducerVerdict.UNVERIFIED;
    }
    long producerId = BatchHeader.producerId(buf, at);
    if (verification == null || verification.guard() != context.verification()) {
      if (context.bumpsEpochs()) {
        // The marker was that of the transaction before, whose epoch is another: had it been this
        // one's, the batch would be fenced. The next transaction began before the last was marked.
        return ProducerVerdict.UNVERIFIED;
      }
      return new Refused(
          AppendFault.INVALID_TRANSACTION_STATE,
          "the transaction of producer " + producerId + " has ended");
    }
    int first = BatchHeader.baseSequence(buf, at);
    boolean nothingKnown = entry == null || entry.epoch() == BatchLayout.NO_PRODUCER_EPOCH;
    if (first > verification.lowestSequence()
        || (context.bumpsEpochs() && nothingKnown && first != 0)) {
      return new Refused(
          AppendFault.OUT_OF_ORDER_SEQUENCE,
          "producer "
              + producerId
              + " begins with sequence "
              + first
              + ", earlier ones are missing");
    }
    return null;
  }

  private static ProducerVerdict checkData(
      ProducerEntry entry, ByteBuf buf, int at, short epoch, AppendOrigin origin) {
    if (origin == AppendOrigin.CLIENT) {
      int first = BatchHeader.baseSequence(buf, at);
      if (!follows(entry, epoch, first)) {
        return outOfOrder(entry, epoch, first);
      }
    }
    if (entry.hasTransaction() && !BatchHeader.isTransactional(buf, at)) {
      return new Refused(
          AppendFault.INVALID_TRANSACTION_STATE,
          "producer " + entry.producerId + " has an open transaction");
    }
    return ProducerVerdict.ACCEPTED;
  }

  private static boolean follows(ProducerEntry entry, short epoch, int first) {
    if (entry.epoch() == BatchLayout.NO_PRODUCER_EPOCH) {
      return true;
    }
    if (epoch != entry.epoch()) {
      return first == 0;
    }
    int last = entry.lastSequence();
    return first == last + 1L || first == 0 && last == Integer.MAX_VALUE;
  }

  /**
   * A marker of a client whose epoch rises with every transaction has an epoch of its own, so that
   * a late one cannot end a later transaction (KIP-1228); a repeated one ends nothing. Nothing
   * rises beyond the last epoch, so a marker may share that.
   */
  private static ProducerVerdict checkMarker(
      ProducerEntry entry, ByteBuf buf, int at, AppendContext context) {
    short epoch = BatchHeader.producerEpoch(buf, at);
    boolean ofOpenTransaction =
        context.bumpsEpochs()
            && epoch == entry.epoch()
            && epoch < Short.MAX_VALUE
            && entry.hasTransaction();
    if (epoch < entry.epoch() || ofOpenTransaction) {
      return fenced(entry, epoch);
    }
    EndMarker marker = EndMarker.read(buf, at);
    if (marker != null && marker.coordinatorEpoch() < entry.coordinatorEpoch()) {
      return new Refused(
          AppendFault.STALE_COORDINATOR_EPOCH,
          "a marker of coordinator epoch "
              + marker.coordinatorEpoch()
              + " after one of "
              + entry.coordinatorEpoch());
    }
    return ProducerVerdict.ACCEPTED;
  }

  private static Refused fenced(ProducerEntry entry, short epoch) {
    return new Refused(
        AppendFault.INVALID_PRODUCER_EPOCH,
        "producer " + entry.producerId + " has epoch " + entry.epoch() + ", not " + epoch);
  }

  private static Refused outOfOrder(ProducerEntry entry, short epoch, int first) {
    return new Refused(
        AppendFault.OUT_OF_ORDER_SEQUENCE,
        "producer "
            + entry.producerId
            + " sent sequence "
            + first
            + " of epoch "
            + epoch
            + " after "
            + entry.lastSequence()
            + " of epoch "
            + entry.epoch());
  }
}

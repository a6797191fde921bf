package io.barnabas.transaction.state;

import io.barnabas.transaction.message.TopicPartition;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A transactional id with its transaction, if one is open. Times in ms since the epoch.
 *
 * @param previousProducerId the producer id before the last transition
 * @param nextProducerId with which the client goes on once a transaction that has used up the last
 *     epoch is completed; {@link #NONE} otherwise
 * @param epoch of the producer, {@link #NO_EPOCH} before the first
 * @param lastEpoch the epoch before, if the producer that had it may ask again what followed it
 *     (KIP-360); not in the records, so forgotten with a restart
 * @param startMs when the open transaction began, {@link #NONE} if none is
 * @param clientVersion what the client that made the last transition spoke
 */
public record Transaction(
    String id,
    long producerId,
    long previousProducerId,
    long nextProducerId,
    short epoch,
    short lastEpoch,
    int timeoutMs,
    TransactionState state,
    Set<TopicPartition> partitions,
    long startMs,
    long updateMs,
    short clientVersion) {
  public static final long NONE = -1;
  public static final short NO_EPOCH = -1;

  /** From this version on the epoch rises with every end of a transaction (KIP-890). */
  public static final short EPOCH_BUMP_VERSION = 2;

  public Transaction {
    partitions = Set.copyOf(partitions);
  }

  /** One that nobody has used yet. */
  public static Transaction created(String id, long producerId, int timeoutMs, long nowMs) {
    return new Transaction(
        id,
        producerId,
        NONE,
        NONE,
        NO_EPOCH,
        NO_EPOCH,
        timeoutMs,
        TransactionState.EMPTY,
        Set.of(),
        NONE,
        nowMs,
        (short) 0);
  }

  /** The last epoch is kept for fencing whoever has the one before it. */
  public static boolean isExhausted(short epoch) {
    return epoch >= Short.MAX_VALUE - 1;
  }

  public boolean isExhausted() {
    return isExhausted(epoch);
  }

  public boolean bumpsEpochs() {
    return clientVersion >= EPOCH_BUMP_VERSION;
  }

  /** A producer begins with this epoch; nothing is open. */
  public Transaction initialized(short newEpoch, short newLastEpoch, int timeout, long nowMs) {
    return new Transaction(
        id,
        producerId,
        producerId,
        NONE,
        newEpoch,
        newLastEpoch,
        timeout,
        TransactionState.EMPTY,
        Set.of(),
        NONE,
        nowMs,
        clientVersion);
  }

  /** A producer begins with another id, since the epochs of this one are used up. */
  public Transaction rotated(long newProducerId, boolean keepLast, int timeout, long nowMs) {
    return new Transaction(
        id,
        newProducerId,
        producerId,
        NONE,
        (short) 0,
        keepLast ? epoch : NO_EPOCH,
        timeout,
        TransactionState.EMPTY,
        Set.of(),
        NONE,
        nowMs,
        clientVersion);
  }

  /** Partitions take part; the transaction is open from now on. */
  public Transaction adding(Collection<TopicPartition> added, short version, long nowMs) {
    Set<TopicPartition> all = new LinkedHashSet<>(partitions);
    all.addAll(added);
    return new Transaction(
        id,
        producerId,
        producerId,
        NONE,
        epoch,
        lastEpoch,
        timeoutMs,
        TransactionState.ONGOING,
        all,
        state.isIdle() ? nowMs : startMs,
        nowMs,
        version);
  }

  /**
   * The outcome is decided.
   *
   * @param next producer id to go on with, {@link #NONE} for the same
   */
  public Transaction ending(boolean commit, short version, long next, long nowMs) {
    boolean bumps = version >= EPOCH_BUMP_VERSION;
    boolean raises = bumps && epoch < Short.MAX_VALUE;
    return new Transaction(
        id,
        producerId,
        producerId,
        next,
        raises ? (short) (epoch + 1) : epoch,
        bumps ? epoch : lastEpoch,
        timeoutMs,
        commit ? TransactionState.PREPARE_COMMIT : TransactionState.PREPARE_ABORT,
        partitions,
        state.isIdle() ? nowMs : startMs,
        nowMs,
        version);
  }

  /** All markers are written. */
  public Transaction completed(long nowMs) {
    boolean rotates = bumpsEpochs() && nextProducerId != NONE;
    return new Transaction(
        id,
        rotates ? nextProducerId : producerId,
        producerId,
        NONE,
        rotates ? 0 : epoch,
        lastEpoch,
        timeoutMs,
        state == TransactionState.PREPARE_COMMIT
            ? TransactionState.COMPLETE_COMMIT
            : TransactionState.COMPLETE_ABORT,
        Set.of(),
        startMs,
        nowMs,
        clientVersion);
  }
}

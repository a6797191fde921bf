package io.barnabas.storage.log;

/**
 * How a batch is to be appended.
 *
 * @param leaderEpoch the epoch the caller leads under; an epoch older than the log has seen is
 *     refused
 * @param origin who appends
 * @param verification whether the first batch of a transaction must have been {@linkplain
 *     AppendOutcome.Unverified verified}: {@link #NOT_NEEDED}, {@link #NOT_VERIFIED}, or the guard
 *     under which it was
 * @param transactionVersion the version of the protocol that the transaction's client speaks, or
 *     {@link #UNKNOWN_VERSION}; from {@link #EPOCH_BUMP_VERSION} on each marker has an epoch of its
 *     own (KIP-890)
 */
public record AppendContext(
    int leaderEpoch, AppendOrigin origin, long verification, short transactionVersion) {
  public static final long NOT_NEEDED = -1;
  public static final long NOT_VERIFIED = 0;
  public static final short UNKNOWN_VERSION = -1;
  public static final short EPOCH_BUMP_VERSION = 2;

  /** Nothing of transactions. */
  public AppendContext(int leaderEpoch, AppendOrigin origin) {
    this(leaderEpoch, origin, NOT_NEEDED, UNKNOWN_VERSION);
  }

  public static AppendContext client(int leaderEpoch) {
    return new AppendContext(leaderEpoch, AppendOrigin.CLIENT);
  }

  public static AppendContext coordinator(int leaderEpoch) {
    return new AppendContext(leaderEpoch, AppendOrigin.COORDINATOR);
  }

  public static AppendContext internal(int leaderEpoch) {
    return new AppendContext(leaderEpoch, AppendOrigin.INTERNAL);
  }

  /** The same under another leader epoch. */
  public AppendContext under(int epoch) {
    return new AppendContext(epoch, origin, verification, transactionVersion);
  }

  /** Whether the client's producer epoch rises with every end of a transaction. */
  public boolean bumpsEpochs() {
    return transactionVersion >= EPOCH_BUMP_VERSION;
  }
}

package io.barnabas.codec.batch;

/**
 * The header fields a new batch begins with. {@link #DEFAULT} is an uncompressed batch at offset 0
 * with create time and no producer; the {@code with} methods give changed copies.
 */
public record BatchOptions(
    Compressor compressor,
    TimestampType timestampType,
    long baseOffset,
    int partitionLeaderEpoch,
    long producerId,
    short producerEpoch,
    int baseSequence,
    boolean transactional,
    boolean control) {

  public static final BatchOptions DEFAULT =
      new BatchOptions(
          Compressor.NONE,
          TimestampType.CREATE_TIME,
          0,
          BatchLayout.NO_PARTITION_LEADER_EPOCH,
          BatchLayout.NO_PRODUCER_ID,
          BatchLayout.NO_PRODUCER_EPOCH,
          BatchLayout.NO_SEQUENCE,
          false,
          false);

  public BatchOptions {
    if (transactional && producerId == BatchLayout.NO_PRODUCER_ID) {
      throw new IllegalArgumentException("a transactional batch needs a producer id");
    }
  }

  public BatchOptions withCompressor(Compressor compressor) {
    return new BatchOptions(
        compressor,
        timestampType,
        baseOffset,
        partitionLeaderEpoch,
        producerId,
        producerEpoch,
        baseSequence,
        transactional,
        control);
  }

  public BatchOptions withTimestampType(TimestampType timestampType) {
    return new BatchOptions(
        compressor,
        timestampType,
        baseOffset,
        partitionLeaderEpoch,
        producerId,
        producerEpoch,
        baseSequence,
        transactional,
        control);
  }

  public BatchOptions withPosition(long baseOffset, int partitionLeaderEpoch) {
    return new BatchOptions(
        compressor,
        timestampType,
        baseOffset,
        partitionLeaderEpoch,
        producerId,
        producerEpoch,
        baseSequence,
        transactional,
        control);
  }

  /**
   * An idempotent producer's batch; coordinators that write without sequences pass {@link
   * BatchLayout#NO_SEQUENCE}.
   */
  public BatchOptions withProducer(long producerId, short producerEpoch, int baseSequence) {
    return new BatchOptions(
        compressor,
        timestampType,
        baseOffset,
        partitionLeaderEpoch,
        producerId,
        producerEpoch,
        baseSequence,
        transactional,
        control);
  }

  /** Part of a transaction; needs a producer. */
  public BatchOptions asTransactional() {
    return new BatchOptions(
        compressor,
        timestampType,
        baseOffset,
        partitionLeaderEpoch,
        producerId,
        producerEpoch,
        baseSequence,
        true,
        control);
  }

  /** Holds control records, see {@link ControlRecordType}. */
  public BatchOptions asControl() {
    return new BatchOptions(
        compressor,
        timestampType,
        baseOffset,
        partitionLeaderEpoch,
        producerId,
        producerEpoch,
        baseSequence,
        transactional,
        true);
  }

  int attributes() {
    return compressor.type().id()
        | (timestampType == TimestampType.LOG_APPEND_TIME ? BatchAttributes.LOG_APPEND_TIME : 0)
        | (transactional ? BatchAttributes.TRANSACTIONAL : 0)
        | (control ? BatchAttributes.CONTROL : 0);
  }
}

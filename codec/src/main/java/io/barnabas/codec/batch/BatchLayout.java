package io.barnabas.codec.batch;

/**
 * Positions of the header fields of a record batch of magic 2, in bytes from the start of the
 * batch. All integers are big-endian.
 *
 * <pre>
 *  at  bytes  field
 *   0    8    baseOffset             log offset of the first record; outside the CRC
 *   8    4    batchLength            bytes that follow this field
 *  12    4    partitionLeaderEpoch   of the leader that appended it; outside the CRC
 *  16    1    magic                  2
 *  17    4    crc                    CRC-32C of everything from attributes to the end of the batch
 *  21    2    attributes             see {@link BatchAttributes}
 *  23    4    lastOffsetDelta        kept by compaction even when the last record goes
 *  27    8    baseTimestamp          ms; the delete horizon instead, if attributes say so
 *  35    8    maxTimestamp           ms
 *  43    8    producerId             -1 if none
 *  51    2    producerEpoch          -1 if none
 *  53    4    baseSequence           -1 if none
 *  57    4    recordCount
 *  61    …    records                compressed as a whole, if attributes say so
 * </pre>
 */
public final class BatchLayout {
  public static final int BASE_OFFSET_AT = 0;
  public static final int BATCH_LENGTH_AT = 8;
  public static final int PARTITION_LEADER_EPOCH_AT = 12;
  public static final int MAGIC_AT = 16;
  public static final int CRC_AT = 17;
  public static final int ATTRIBUTES_AT = 21;
  public static final int LAST_OFFSET_DELTA_AT = 23;
  public static final int BASE_TIMESTAMP_AT = 27;
  public static final int MAX_TIMESTAMP_AT = 35;
  public static final int PRODUCER_ID_AT = 43;
  public static final int PRODUCER_EPOCH_AT = 51;
  public static final int BASE_SEQUENCE_AT = 53;
  public static final int RECORD_COUNT_AT = 57;
  public static final int RECORDS_AT = 61;

  /** Size of the header in bytes; no batch is smaller. */
  public static final int HEADER_SIZE = RECORDS_AT;

  /** Bytes up to and including {@code batchLength}, which does not count them. */
  public static final int LOG_OVERHEAD = 12;

  /** Bytes one must have to know the size and the magic of whatever begins here. */
  public static final int HEADER_SIZE_UP_TO_MAGIC = 17;

  /** The only magic that is stored; 0 and 1 have been gone since Apache Kafka 4.0 (KIP-724). */
  public static final byte MAGIC_V2 = 2;

  public static final long NO_PRODUCER_ID = -1;
  public static final short NO_PRODUCER_EPOCH = -1;
  public static final int NO_SEQUENCE = -1;
  public static final long NO_TIMESTAMP = -1;
  public static final int NO_PARTITION_LEADER_EPOCH = -1;

  private BatchLayout() {}
}

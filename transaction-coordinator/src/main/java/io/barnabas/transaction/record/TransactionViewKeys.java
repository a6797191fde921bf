package io.barnabas.transaction.record;

import io.barnabas.codec.transaction.TransactionLogKey;
import io.barnabas.coordinator.VersionedBytes;
import java.nio.ByteBuffer;

/**
 * The layout of a state partition's view, version {@link #FORMAT_VERSION}. Keys and values are
 * those of the log's records:
 *
 * <pre>
 * family 1 TRANSACTIONS   int16 0, int16 length, transactional id    the id's last record
 * </pre>
 *
 * Family numbers are never reused.
 */
public final class TransactionViewKeys {
  public static final int FORMAT_VERSION = 1;
  public static final int TRANSACTIONS = 1;

  private TransactionViewKeys() {}

  static byte[] transaction(String transactionalId) {
    return VersionedBytes.writeKey(
        TransactionLogKey.builder().transactionalId(transactionalId).build());
  }

  /** The prefix of all keys. */
  public static byte[] all() {
    return ByteBuffer.allocate(Short.BYTES).putShort(TransactionLogKey.API_KEY).array();
  }
}

package io.barnabas.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.barnabas.coordinator.CoordinatorLogException;
import io.barnabas.coordinator.LogRecord;
import io.barnabas.coordinator.ProducerStamp;
import io.barnabas.coordinator.RecordSerde;
import io.barnabas.group.record.GroupRecordSerde;
import io.barnabas.transaction.record.TransactionRecordSerde;
import java.util.Arrays;

/** Records of coordinators, read from their partitions at a start. */
final class CoordinatorFuzzTest {

  /**
   * The first byte is the length of the key, and the second says whether there is a value, and
   * whether a transaction stamped it.
   */
  private static LogRecord record(byte[] input) {
    int key = Math.min(input[0] & 0xff, input.length - 2);
    int flags = input[1];
    return new LogRecord(
        Arrays.copyOfRange(input, 2, 2 + key),
        (flags & 1) == 0 ? Arrays.copyOfRange(input, 2 + key, input.length) : null,
        1,
        (flags & 2) == 0 ? null : new ProducerStamp(7, (short) 1, (flags & 4) != 0));
  }

  private static <T> void decode(RecordSerde<T> serde, byte[] input) {
    if (input.length < 2) {
      return;
    }
    LogRecord record = record(input);
    T decoded;
    try {
      decoded = serde.decode(record);
    } catch (CoordinatorLogException refused) {
      assertTrue(refused.getMessage() != null);
      return;
    }
    if (decoded == null) {
      serde.notServed(record);
    } else {
      T again = serde.decode(serde.encode(decoded, 1));
      assertEquals(again, serde.decode(serde.encode(again, 1)));
    }
  }

  @FuzzTest(maxDuration = "1h")
  void groups(byte[] input) {
    decode(new GroupRecordSerde(), input);
  }

  @FuzzTest(maxDuration = "1h")
  void transactions(byte[] input) {
    decode(new TransactionRecordSerde(), input);
  }
}

package io.barnabas.group.record;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Uuid;
import io.barnabas.coordinator.LogRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupRecordSerdeTest {
  private final GroupRecordSerde serde = new GroupRecordSerde();

  @Test
  void shouldNeverUnderestimateWhatAnOffsetTakes() {
    for (String text : List.of("", "g", "grü\u00dfe \ud83d\ude00", "x".repeat(20_000))) {
      for (long expiry : new long[] {CommittedOffset.NO_EXPIRY, Long.MAX_VALUE}) {
        CommittedOffset committed =
            new CommittedOffset(Long.MAX_VALUE, 7, text, Long.MAX_VALUE, expiry, new Uuid(-1, -1));
        assertBounded(new GroupRecord.OffsetCommitted(text, "topic", 5, committed));
      }
    }
  }

  private void assertBounded(GroupRecord entry) {
    LogRecord encoded = serde.encode(entry, 0);
    byte[] value = encoded.value();
    int actual = LogRecord.sizeInBatch(encoded.key().length, value == null ? 0 : value.length);
    int bound = serde.sizeInBytes(entry);
    assertTrue(bound >= actual && bound <= actual + 32, () -> "bound " + bound + " of " + actual);
  }
}

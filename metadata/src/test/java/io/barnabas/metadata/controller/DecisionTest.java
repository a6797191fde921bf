package io.barnabas.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.codec.metadata.NoOpRecord;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DecisionTest {
  private static final MetadataRecord RECORD =
      new MetadataRecord(NoOpRecord.builder().build(), (short) 0);

  @Test
  void shouldSpreadWhatNeedNotHappenAtOnceOverBatches() {
    assertEquals(List.of(10_000, 10_000, 5), sizes(Decision.inParts(records(20_005), "")));
    assertEquals(List.of(10_000), sizes(Decision.inParts(records(10_000), "")));
    assertEquals(List.of(0), sizes(Decision.none("")));
  }

  @Test
  void shouldKeepTogetherWhatMustHappenAtOnce() {
    assertEquals(List.of(20_005), sizes(new Decision<>(records(20_005), "")));
  }

  private static List<MetadataRecord> records(int count) {
    return Collections.nCopies(count, RECORD);
  }

  private static List<Integer> sizes(Decision<String> decision) {
    return decision.parts().stream().map(List::size).toList();
  }
}

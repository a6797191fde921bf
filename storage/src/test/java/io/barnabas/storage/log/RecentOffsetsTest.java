package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class RecentOffsetsTest {
  private final RecentOffsets recent = new RecentOffsets();

  @Test
  void shouldKnowNothingOfWhatWasThereWhenFirstAsked() {
    assertFalse(recent.contains(99, 100, 0));
    assertFalse(recent.contains(99, 100, 1_000));
  }

  @Test
  void shouldContainWhatWasWrittenSince() {
    recent.contains(100, 100, 0);

    assertTrue(recent.contains(100, 150, 1_000));
    assertFalse(recent.contains(99, 150, 1_000));
  }

  @Test
  void shouldKeepAConsumerAtTheTailInMemoryForGood() {
    for (long second = 0; second < 1_000; second++) {
      recent.contains(100 * second, 100 * second, 1_000 * second);

      // Ten seconds behind, and never further.
      if (second >= 10) {
        assertTrue(recent.contains(100 * (second - 9), 100 * second, 1_000 * second));
      }
    }
  }

  @Test
  void shouldForgetWhatWasWrittenLongAgo() {
    recent.contains(100, 100, 0);
    assertTrue(recent.contains(100, 150, 20_000));
    assertFalse(recent.contains(100, 150, 20_001));

    assertFalse(recent.contains(100, 150, 1_000_000));
    assertFalse(recent.contains(149, 150, 1_000_001));
  }

  @Test
  void shouldForgetWhenTheClockIsSetBack() {
    recent.contains(100, 100, 1_000_000);

    assertFalse(recent.contains(120, 150, 500));
    assertTrue(recent.contains(150, 160, 600));
  }
}

package io.barnabas.coordinator;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class HeapBudgetTest {
  private final HeapBudget budget = new HeapBudget("Things", "", 100);

  @Test
  void shouldKeepTheLastQuarterForWhatIsKnown() {
    HeapBudget.Share share = budget.of(0);
    assertTrue(share.hasRoomForNew(75, 0));
    assertFalse(share.hasRoomForNew(76, 0));
    assertTrue(share.hasRoomFor(100, 0));
    assertFalse(share.hasRoomFor(101, 0));
  }

  @Test
  void shouldCountWhatOtherPartitionsTake() {
    budget.of(1).add(60);
    HeapBudget.Share share = budget.of(0);
    assertTrue(share.hasRoomFor(40, 0));
    assertFalse(share.hasRoomFor(41, 0));
  }

  @Test
  void shouldLetGrowLessWhoeverTakesTooMuch() {
    HeapBudget.Share share = budget.of(0);
    share.add(150); // Loaded, under a smaller heap than it was made under.
    assertFalse(share.hasRoomFor(1, 0));
    assertTrue(share.hasRoomFor(0, 0));
    assertTrue(share.hasRoomForNew(-1, 0));

    share.add(-60);
    assertTrue(share.hasRoomFor(10, 0));
  }

  @Test
  void shouldForgetWhatAPartitionTookThatIsLoadedAgain() {
    HeapBudget.Share before = budget.of(0);
    before.add(90);
    HeapBudget.Share after = budget.of(0);
    assertTrue(after.hasRoomFor(100, 0));

    before.add(50); // Somebody was still at it.
    assertTrue(after.hasRoomFor(100, 0));
    after.add(70);
    assertFalse(after.hasRoomFor(31, 0));
    budget.of(0);
    assertTrue(budget.of(1).hasRoomFor(100, 0));
  }
}

package io.barnabas.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RepeatsTest {
  @Test
  void shouldAnswerWhatIsAskedTwiceTwice() {
    List<String> asked = List.of("a", "b", "a");

    assertEquals(asked, Repeats.bounded(asked));
  }

  @Test
  void shouldAnswerEverythingThatIsAskedOnceHoweverMuch() {
    List<Integer> asked = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      asked.add(i);
    }

    assertEquals(asked, Repeats.bounded(asked));
  }

  @Test
  void shouldNotAnswerRepeatsWithoutEnd() {
    assertEquals(101, Repeats.bounded(Collections.nCopies(100_000, "a")).size());
  }
}

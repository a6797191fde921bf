package io.barnabas.server.network;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class LargeRequestsTest {
  private final LargeRequests large = new LargeRequests(100_000 * 512);

  @Test
  void shouldLetInAsManyElementsAsThereIsMemoryForAndOneRequestOfAnySize() {
    assertTrue(large.begin(1_000_000));
    assertFalse(large.begin(LargeRequests.FEW + 1));
    assertTrue(large.begin(LargeRequests.FEW), "nobody minds so many");
    large.end(LargeRequests.FEW);
    large.end(1_000_000);

    assertTrue(large.begin(60_000));
    assertTrue(large.begin(40_000));
    assertFalse(large.begin(20_000));
    large.end(40_000);
    assertTrue(large.begin(20_000));
  }
}

package io.barnabas.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OpenFilesTest {
  private static final long HEAP_BYTES = 256L << 20;

  private static int ofLogs(long most, long heapBytes, int connections) {
    return new OpenFiles(most, heapBytes, () -> connections).ofLogs();
  }

  @ParameterizedTest
  @CsvSource({"1024, 0, 256", "4096, 0, 1000", "20000, 0, 12000", "1000000, 0, 16384"})
  void shouldFollowWhatTheProcessMayOpen(long most, int connections, int expected) {
    assertEquals(expected, ofLogs(most, HEAP_BYTES, connections));
  }

  @Test
  void shouldKeepFewerTheMoreConnectionsThereAre() {
    assertEquals(9_000, ofLogs(20_000, HEAP_BYTES, 4_000));
    assertEquals(1_000, ofLogs(20_000, HEAP_BYTES, 15_000));
    assertEquals(1_000, ofLogs(20_000, HEAP_BYTES, 30_000));
  }

  @Test
  void shouldFollowTheHeap() {
    assertEquals(4_096, ofLogs(1_000_000, 64L << 20, 0));
    assertEquals(65_536, ofLogs(1_000_000, 1L << 30, 0));
  }

  @ParameterizedTest
  @CsvSource({"100", "2000", "30000", "95000"})
  void shouldLeaveRoomForTheConnectionsThatTheAdviceCountsWith(int connections) {
    int most = connections + 5_000;

    assertTrue(ofLogs(most, HEAP_BYTES, connections) + connections + 500 < most);
  }

  @Test
  void shouldKeepToAThousandWhereTheSystemDoesNotSay() {
    assertEquals(1_000, ofLogs(-1, HEAP_BYTES, 50));
    assertEquals(16_384, ofLogs(Long.MAX_VALUE, HEAP_BYTES, 50));
  }
}

package io.barnabas.coordinator;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.barnabas.codec.Uuid;
import io.barnabas.coordinator.simulation.SimLog;
import io.barnabas.coordinator.simulation.SimWorld;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewTrustTest {
  private static final int FORMAT = 1;

  private final SimLog log = new SimLog(new SimWorld(new Random(1)));

  @BeforeEach
  void fillLog() {
    for (int offset = 0; offset < 10; offset++) {
      int epoch = offset < 5 ? 1 : 2;
      log.entries().add(new SimLog.Entry(new LogRecord(new byte[1], null, 0), epoch));
    }
  }

  private ViewPosition at(long offset, int epoch) {
    return new ViewPosition(log.topicId(), offset, epoch, FORMAT);
  }

  @Test
  void shouldTrustAPrefixOfTheLog() {
    assertNull(ViewTrust.distrust(at(10, 2), FORMAT, log));
    assertNull(ViewTrust.distrust(at(5, 1), FORMAT, log));
    assertNull(ViewTrust.distrust(at(0, -1), FORMAT, log));
  }

  @Test
  void shouldDistrustAViewAheadOfTheLog() {
    assertNotNull(ViewTrust.distrust(at(11, 2), FORMAT, log));
  }

  @Test
  void shouldDistrustAViewOfATailThatWasWrittenAnew() {
    assertNotNull(ViewTrust.distrust(at(7, 1), FORMAT, log));
  }

  @Test
  void shouldDistrustAnotherTopicOfTheSameName() {
    ViewPosition other = new ViewPosition(new Uuid(9, 9), 10, 2, FORMAT);
    assertNotNull(ViewTrust.distrust(other, FORMAT, log));
  }

  @Test
  void shouldDistrustAnotherLayout() {
    assertNotNull(ViewTrust.distrust(at(10, 2), FORMAT + 1, log));
  }

  @Test
  void shouldDistrustAViewThatCompactionHasPassed() {
    log.compactedBelow(6);
    assertNotNull(ViewTrust.distrust(at(5, 1), FORMAT, log));
    assertNull(ViewTrust.distrust(at(6, 2), FORMAT, log));
  }
}

package io.barnabas.storage.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

final class VerificationsTest {
  private static final long DAY_MS = 24 * 60 * 60 * 1000L;

  private final Verifications verifications = new Verifications();

  @Test
  void shouldKnowAVerificationThatTakesLong() {
    verifications.sweep(DAY_MS, DAY_MS);
    long guard = verifications.begin(7, (short) 0, 0, 100);

    for (long later = 0; later < DAY_MS; later += 60_000) {
      verifications.sweep(DAY_MS + later, DAY_MS);
    }

    assertNotNull(verifications.find(7));
    assertEquals(guard, verifications.begin(7, (short) 0, 0, 100));
  }

  @Test
  void shouldForgetAVerificationThatNobodyComesBackFor() {
    verifications.begin(7, (short) 0, 0, 100);

    verifications.sweep(DAY_MS, DAY_MS);
    verifications.sweep(2 * DAY_MS, DAY_MS);

    assertNull(verifications.find(7));
  }

  @Test
  void shouldEndTheOldestWhereThereAreTooMany() {
    for (int producer = 0; producer < 3000; producer++) {
      verifications.begin(producer, (short) 0, 0, 100);
    }

    assertNotNull(verifications.find(2999));
    assertNotNull(verifications.find(2600));
    assertNull(verifications.find(1800));
  }
}

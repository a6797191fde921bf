package io.barnabas.coordinator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Uuid;
import io.barnabas.coordinator.simulation.SimStorage;
import io.barnabas.coordinator.simulation.SimWorld;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LayeredViewTest {
  private static final int FAMILY = 3;
  private static final byte[] KEY = {1, 2};
  private static final byte[] VALUE = {3};

  private final SimStorage storage = new SimStorage(new SimWorld(new Random(1)), 1);
  private final LayeredView view = new LayeredView(storage.environment().views().open(0));

  private void commit(Runnable changes) {
    view.begin();
    changes.run();
    view.commitOldest();
  }

  private void write() {
    view.writeCommitted(new ViewPosition(new Uuid(1, 2), 1, 1, 1));
  }

  @Test
  void shouldKnowAFamilyToBeEmptyUntilSomethingIsPut() {
    assertTrue(view.isEmpty(FAMILY));
    assertNull(view.get(FAMILY, KEY));

    view.begin();
    view.put(FAMILY, KEY, VALUE);
    assertFalse(view.isEmpty(FAMILY));
    view.commitOldest();
    assertFalse(view.isEmpty(FAMILY));
    write();
    assertFalse(view.isEmpty(FAMILY));
    assertArrayEquals(VALUE, view.get(FAMILY, KEY));
  }

  @Test
  void shouldKnowThatTheLastEntryIsGoneOnceThatIsWritten() {
    assertTrue(view.isEmpty(FAMILY));
    commit(() -> view.put(FAMILY, KEY, VALUE));
    write();
    commit(() -> view.delete(FAMILY, KEY));
    assertNull(view.get(FAMILY, KEY));
    write();

    assertTrue(view.isEmpty(FAMILY));
    assertNull(view.get(FAMILY, KEY));
  }

  @Test
  void shouldNotBeMistakenAboutWhatWasThereBefore() {
    commit(() -> view.put(FAMILY, KEY, VALUE));
    write();

    assertFalse(view.isEmpty(FAMILY));
    commit(() -> view.delete(FAMILY, new byte[] {9}));
    write();
    assertFalse(view.isEmpty(FAMILY));
    assertArrayEquals(VALUE, view.get(FAMILY, KEY));
  }
}

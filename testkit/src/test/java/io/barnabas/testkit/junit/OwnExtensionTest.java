package io.barnabas.testkit.junit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.Barnabas;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An extension of a test instance: another broker each time. */
final class OwnExtensionTest {
  private static final Set<Barnabas> SEEN = new HashSet<>();

  @RegisterExtension final BarnabasExtension broker = BarnabasExtension.of(Barnabas.configure());

  @RepeatedTest(2)
  void shouldBeAnotherForEachTest() {
    assertTrue(SEEN.add(broker.broker()));
  }
}

package io.barnabas.testkit.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.barnabas.testkit.Barnabas;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An extension with a broker to be started. */
final class RegisteredExtensionTest {
  @RegisterExtension
  static final BarnabasExtension BROKER =
      BarnabasExtension.of(Barnabas.configure().topic("orders", 3));

  @Nested
  final class First {
    @Test
    void shouldBeThereInNestedClasses() throws Exception {
      assertTopics();
    }
  }

  @Nested
  final class Second {
    @Test
    void shouldStillBeThereInTheNext() throws Exception {
      assertTopics();
    }
  }

  @Test
  void shouldHandOutWhatItStarted(Barnabas broker, @BootstrapServers String servers)
      throws Exception {
    assertSame(BROKER.broker(), broker);
    assertEquals(BROKER.bootstrapServers(), servers);
    assertTopics();
  }

  private static void assertTopics() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
      assertEquals(Set.of("orders"), admin.listTopics().names().get());
    }
  }
}

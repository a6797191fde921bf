package io.barnabas.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JaasTextTest {

  @Test
  void shouldReadOneModule() {
    assertEquals(
        List.of(
            new JaasEntry(
                "org.example.PlainLoginModule",
                Map.of("username", "admin", "user_a-b", "it's \"quoted\"; = ,", "debug", "true"))),
        JaasText.parse(
            "org.example.PlainLoginModule required username='admin'\n"
                + " user_a-b=\"it's \\\"quoted\\\"; = ,\" debug=true;"));
  }

  @Test
  void shouldReadSeveral() {
    List<JaasEntry> entries = JaasText.parse("a.B required; c.D optional x=y; // no more");

    assertEquals(
        List.of(new JaasEntry("a.B", Map.of()), new JaasEntry("c.D", Map.of("x", "y"))), entries);
  }

  @Test
  void shouldRefuseWhatIsNone() {
    for (String text :
        List.of("a.B", "a.B required", "a.B must;", "a.B required x;", "a.B required x=;", ";")) {
      assertNull(JaasText.parse(text), text);
    }
  }

  @Test
  void shouldNotShowSecrets() {
    assertFalse(new JaasEntry("a.B", Map.of("password", "hunter2")).toString().contains("hunter2"));
  }
}

package io.barnabas.server.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

final class LogTextTest {
  @Test
  void shouldWriteWhateverNamesHoldOnOneLine() {
    assertEquals("plain-name_1.x", LogText.value("plain-name_1.x"));
    assertEquals("\"\"", LogText.value(""));
    assertEquals("\"two words\"", LogText.value("two words"));
    assertEquals("\"a=b\"", LogText.value("a=b"));
    assertEquals("\"say \\\"x\\\"\"", LogText.value("say \"x\""));
    assertEquals("\"a\\nb\\rc\\td\\u001be\\u202ef\"", LogText.value("a\nb\rc\td\u001be\u202ef"));
    assertEquals("\"\\\\n\"", LogText.value("\\n"));
    assertTrue(LogText.printable("x".repeat(5000)).length() < 1100);
  }

  @Test
  void shouldLetNoMessageAndNoExceptionBeginALine() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LogLines lines =
        new LogLines(new PrintStream(out, true, StandardCharsets.UTF_8), () -> Instant.EPOCH);

    lines.write(
        Level.WARN,
        "io.barnabas.Some",
        "topic a\nERROR forged - line",
        new IllegalStateException("told\nERROR forged - trace"));
    lines.write(Level.INFO, "kafka.authorizer.logger", "x", null);

    List<String> written = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertTrue(written.get(0).endsWith(" WARN Some - topic a\\nERROR forged - line"));
    assertFalse(written.stream().anyMatch(line -> line.startsWith("ERROR")));
    assertTrue(written.get(written.size() - 1).endsWith(" INFO kafka.authorizer.logger - x"));
  }
}

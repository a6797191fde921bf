package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of recipes shows nothing that does not run. */
final class RecipesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "testkit.md");
  private static final List<Path> SOURCES =
      List.of(
          Path.of("src/test/java/io/barnabas/testkit/RecipesTest.java"),
          Path.of("spring-tests/src/test/java/io/barnabas/testkit/spring/SpringKafkaTest.java"));

  @Test
  void shouldShowNothingButWhatTestsRun() throws IOException {
    String sources = "";
    for (Path source : SOURCES) {
      sources += lines(Files.readString(source)) + "\n";
    }
    Matcher block =
        Pattern.compile("^```java\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(Files.readString(PAGE));
    int blocks = 0;
    while (block.find()) {
      blocks++;
      assertEquals("", sources.contains(lines(block.group(1))) ? "" : block.group(1));
    }
    assertFalse(blocks < 10, blocks + " recipes");
  }

  private static String lines(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}

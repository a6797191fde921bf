package io.barnabas.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Classes stay small: nine source files in ten under {@value #NINE_IN_TEN} lines, and none over
 * {@value #LONG} but those named in {@code long-classes.txt}, each with the length it may not
 * exceed. A listed class that has become shorter must have its entry lowered or removed: the list
 * only shrinks.
 */
final class SmallRoomsTest {
  private static final int LONG = 400;
  private static final int NINE_IN_TEN = 250;
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  @Test
  void nineFilesInTenAreShort() {
    List<Integer> lengths = sources().values().stream().sorted().toList();

    int ninth = lengths.get(lengths.size() * 9 / 10);

    assertTrue(ninth < NINE_IN_TEN, "the 90th percentile of source lengths is " + ninth);
  }

  @Test
  void longClassesAreListedAndDoNotGrow() throws IOException {
    Map<String, Integer> allowed = allowed();
    TreeSet<String> complaints = new TreeSet<>();
    sources()
        .forEach(
            (path, lines) -> {
              Integer limit = allowed.remove(path);
              if (limit == null && lines > LONG) {
                complaints.add(path + " has " + lines + " lines; split it");
              } else if (limit != null && lines > limit) {
                complaints.add(path + " grew from " + limit + " to " + lines + " lines");
              } else if (limit != null && lines < limit - 20) {
                complaints.add(path + " shrank to " + lines + " lines; lower its entry");
              }
            });
    allowed.keySet().forEach(path -> complaints.add(path + " is gone; remove its entry"));

    assertEquals(new TreeSet<>(), complaints);
  }

  private static Map<String, Integer> allowed() throws IOException {
    Map<String, Integer> allowed = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/long-classes.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.trim().split("\\s+");
        allowed.put(parts[1], Integer.valueOf(parts[0]));
      }
    }
    return allowed;
  }

  private static Map<String, Integer> sources() {
    Map<String, Integer> sources = new TreeMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/main/java/"))
          .filter(file -> !file.toString().contains("/target/"))
          .forEach(
              file ->
                  sources.put(ROOT.relativize(file).toString().replace('\\', '/'), lines(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  private static int lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return (int) lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

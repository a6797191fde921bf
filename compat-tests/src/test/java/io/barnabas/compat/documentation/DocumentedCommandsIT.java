package io.barnabas.compat.documentation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.documentation.Block.Remark;
import io.barnabas.compat.harness.ClassPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command of the documentation, run block by block, page by page, against the packaged
 * broker; what a page shows of the output is compared. {@code CONTRIBUTING.md} has the convention.
 */
final class DocumentedCommandsIT {
  /** Blocks that are shown and not run are to stay few. */
  private static final int NOT_RUN_MAX = 12;

  @TempDir private Path directory;

  static Stream<String> pages() throws IOException {
    Path root = ClassPaths.root();
    try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
      return Stream.concat(
          Stream.of("README.md"),
          docs.map(each -> root.relativize(each).toString())
              .filter(each -> each.endsWith(".md"))
              .sorted())
          .filter(each -> each.contains(System.getProperty("page", "")))
          .toList()
          .stream();
    }
  }

  @BeforeEach
  void needsBarnabas() {
    Assumptions.assumeTrue(
        System.getProperty("broker", "barnabas").equals("barnabas"), "the pages of Barnabas");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldDoWhatThePageSays(String name) throws Exception {
    Page page = Page.read(ClassPaths.root(), name);
    try (Desk desk = new Desk(directory)) {
      Reading reading = new Reading(name, desk);
      for (Block block : page.blocks()) {
        reading.take(block);
      }
    }
  }

  @Test
  void shouldLeaveOutNothingWithoutAReasonAndNotMuch() throws IOException {
    List<String> left = new ArrayList<>();
    for (String name : pages().toList()) {
      for (Block block : Page.read(ClassPaths.root(), name).blocks()) {
        Remark remark = block.remark("not run");
        if (remark != null) {
          left.add(name + ", line " + remark.line() + ": " + remark.text());
          assertTrue(remark.text().length() > 10, () -> left + " needs a reason");
        }
      }
    }
    assertTrue(left.size() <= NOT_RUN_MAX, left::toString);
  }
}

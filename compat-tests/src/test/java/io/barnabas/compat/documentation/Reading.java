package io.barnabas.compat.documentation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.documentation.Block.Remark;
import io.barnabas.compat.documentation.Desk.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Does what a page says, block by block. For one thread. */
final class Reading {
  /** What is not among them may hold commands that nobody would run. */
  private static final Set<String> LANGUAGES =
      Set.of("sh", "text", "properties", "json", "ini", "java", "xml");

  /** What the last commands have printed; null where there were none. */
  private @Nullable List<String> printed;

  /** Whether the last commands were left out, and what they would have printed with them. */
  private boolean leftOut;

  private final String page;
  private final Desk desk;

  Reading(String page, Desk desk) {
    this.page = page;
    this.desk = desk;
  }

  /** Does what the next block says. */
  void take(Block block) throws IOException, InterruptedException {
    require(LANGUAGES.contains(block.language()), block.line(), "one of " + LANGUAGES);
    if (block.remark("not run") != null || lacksWhatItNeeds(block)) {
      leaveOut(block);
      return;
    }
    List<String> scene = setScene(block);
    String file = block.file();
    if (file != null) {
      desk.append(file, block.text());
    }
    if (block.isOutput()) {
      check(block, scene == null ? printed : scene);
      return;
    }
    printed = null;
    leftOut = false;
    if (block.isShell()) {
      List<String> all = scene == null ? new ArrayList<>() : new ArrayList<>(scene);
      all.addAll(run(block));
      printed = all;
    }
  }

  private void leaveOut(Block block) throws IOException, InterruptedException {
    if (block.isShell()) {
      Run parsed = desk.parse(text(block));
      require(parsed.exitCode() == 0, block.line(), told(parsed));
    }
    printed = null;
    leftOut = true;
  }

  private static String text(Block block) {
    return String.join("\n", block.text());
  }

  private static boolean lacksWhatItNeeds(Block block) {
    Remark needs = block.remark("needs");
    return needs != null
        && (Desk.which(needs.text()).isEmpty()
            || needs.text().equals("docker") && System.getProperty("barnabas.image", "").isEmpty());
  }

  /** Does what the page does not show; what that prints, null where there is nothing to do. */
  private @Nullable List<String> setScene(Block block) throws IOException, InterruptedException {
    Remark before = block.remark("before");
    if (before == null) {
      return null;
    }
    Run run = desk.run(before.text());
    require(run.exitCode() == 0, before.line(), told(run));
    return run.output();
  }

  private List<String> run(Block block) throws IOException, InterruptedException {
    Run run = desk.run(text(block));
    boolean fails = block.remark("fails") != null;
    require(
        fails == (run.exitCode() != 0), block.line(), (fails ? "should fail\n" : "") + told(run));
    return run.output();
  }

  private void check(Block block, @Nullable List<String> found) {
    if (found == null) {
      require(leftOut, block.line(), "the output of what? Mark it as 'not run: why'");
      return;
    }
    String missing = Output.missing(block.text(), found);
    require(
        missing == null,
        block.line(),
        "no such line was printed:\n"
            + missing
            + "\n--- printed\n"
            + String.join("\n", found)
            + logOf());
  }

  private void require(boolean holds, int line, String otherwise) {
    assertTrue(holds, () -> page + ", line " + line + ": " + otherwise);
  }

  private String told(Run run) {
    return "exit code " + run.exitCode() + "\n" + String.join("\n", run.output()) + logOf();
  }

  private String logOf() {
    return "\n--- broker.log\n" + String.join("\n", desk.log());
  }
}

package io.barnabas.compat.documentation;

import io.barnabas.compat.documentation.Block.Remark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation, as far as it is about blocks.
 *
 * @param name its path in the repository
 */
record Page(String name, List<Block> blocks) {
  private static final Pattern FENCE = Pattern.compile("```([a-z]*)(?: (\\S+))?");
  private static final Pattern REMARK =
      Pattern.compile("(not run|needs|fails|before)(?::\\s*(.*))?", Pattern.DOTALL);

  /** Reads a page, and refuses one with commands that nobody would run. */
  static Page read(Path root, String name) throws IOException {
    List<String> lines = Files.readAllLines(root.resolve(name));
    List<Block> blocks = new ArrayList<>();
    List<Remark> remarks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher fence = FENCE.matcher(line);
      if (fence.matches()) {
        int end = lines.subList(i + 1, lines.size()).indexOf("```") + i + 1;
        blocks.add(
            new Block(
                i + 1,
                fence.group(1),
                fence.group(2),
                List.copyOf(lines.subList(i + 1, end)),
                List.copyOf(remarks)));
        remarks.clear();
        i = end;
      } else if (line.startsWith("<!--")) {
        int end = i;
        while (!lines.get(end).contains("-->")) {
          end++;
        }
        String comment = String.join("\n", lines.subList(i, end + 1));
        Matcher remark = REMARK.matcher(comment.replace("<!--", "").replace("-->", "").strip());
        if (remark.matches()) {
          String text = remark.group(2) == null ? "" : remark.group(2).strip();
          remarks.add(new Remark(i + 1, remark.group(1), text));
        }
        i = end;
      } else if (line.startsWith("    ") && i > 0 && lines.get(i - 1).isBlank()) {
        throw new AssertionError(
            name + ", line " + (i + 1) + ": commands stand in fenced blocks, which are run");
      } else if (!line.isBlank()) {
        remarks.clear();
      }
    }
    return new Page(name, blocks);
  }

  @Override
  public String toString() {
    return name;
  }
}

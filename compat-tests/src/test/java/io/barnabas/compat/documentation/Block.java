package io.barnabas.compat.documentation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fenced block of a page.
 *
 * @param line where it begins, from 1
 * @param language the first word behind the fence
 * @param file the second word: the name of the file it is the content of; null for none
 * @param text what is in it
 * @param remarks the comments right before it that are meant for this test
 */
record Block(
    int line, String language, @Nullable String file, List<String> text, List<Remark> remarks) {

  /**
   * What a comment before a block says of it.
   *
   * @param kind {@code not run}, {@code needs}, {@code fails} or {@code before}
   * @param text why, what, nothing, or the commands
   */
  record Remark(int line, String kind, String text) {}

  boolean isShell() {
    return language.equals("sh");
  }

  boolean isOutput() {
    return language.equals("text");
  }

  /** The first remark of a kind; null for none. */
  @Nullable Remark remark(String kind) {
    return remarks.stream().filter(each -> each.kind().equals(kind)).findFirst().orElse(null);
  }
}

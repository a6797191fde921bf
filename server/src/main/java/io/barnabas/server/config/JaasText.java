package io.barnabas.server.config;

import java.io.IOException;
import java.io.StreamTokenizer;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands in {@code sasl.jaas.config}: the inside of one context of a JAAS file, such as
 * {@code module required name="value";}. The JDK's own reader takes files only, and secrets are not
 * to be written to any. One use, one thread.
 */
final class JaasText {
  private static final Set<String> FLAGS =
      Set.of("required", "requisite", "sufficient", "optional");

  private final StreamTokenizer words;

  private JaasText(String text) {
    words = new StreamTokenizer(new StringReader(text));
    words.slashSlashComments(true);
    words.slashStarComments(true);
    words.wordChars('-', '-');
    words.wordChars('_', '_');
    words.wordChars('$', '$');
  }

  /** The modules in a text; null if it is none. */
  static @Nullable List<JaasEntry> parse(String text) {
    try {
      return new JaasText(text).entries();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable List<JaasEntry> entries() throws IOException {
    List<JaasEntry> entries = new ArrayList<>();
    while (words.nextToken() != StreamTokenizer.TT_EOF) {
      JaasEntry entry = entry();
      if (entry == null) {
        return null;
      }
      entries.add(entry);
    }
    return entries;
  }

  private @Nullable JaasEntry entry() throws IOException {
    String module = words.sval;
    if (module == null
        || words.nextToken() != StreamTokenizer.TT_WORD
        || !FLAGS.contains(words.sval.toLowerCase(Locale.ROOT))) {
      return null;
    }
    Map<String, String> options = new LinkedHashMap<>();
    while (words.nextToken() != ';') {
      String name = words.sval;
      if (name == null || words.nextToken() != '=') {
        return null;
      }
      words.nextToken();
      if (words.sval == null) {
        return null;
      }
      options.put(name, words.sval);
    }
    return new JaasEntry(module, options);
  }
}

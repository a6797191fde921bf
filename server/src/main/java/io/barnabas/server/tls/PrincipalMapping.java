package io.barnabas.server.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate's distinguished name is called ({@code ssl.principal.mapping.rules}, KIP-371):
 * the first rule that fits counts. Immutable.
 */
final class PrincipalMapping {
  /** A rule: DEFAULT, or RULE:pattern/replacement/ and L or U; a backslash lets a slash stand. */
  private static final Pattern RULE =
      Pattern.compile(
          "\\s*(?:DEFAULT|RULE:(?<pattern>(?:\\\\.|[^\\\\/])*)/(?<name>(?:\\\\.|[^\\\\/])*)/(?<letters>[LU]?))?"
              + "\\s*(?:,|$)");

  /** A group of the pattern within a replacement, or a character that is not to be taken so. */
  private static final Pattern REFERENCE = Pattern.compile("\\\\.|\\$([1-9][0-9]*)");

  /** One rule; without a pattern it fits every name and leaves it as it is. */
  private record Rule(@Nullable Pattern pattern, String name, String letters) {

    @Nullable String apply(String distinguishedName) {
      if (pattern == null) {
        return distinguishedName;
      }
      Matcher matcher = pattern.matcher(distinguishedName);
      if (!matcher.matches()) {
        return null;
      }
      String result = matcher.replaceAll(name);
      return switch (letters) {
        case "L" -> result.toLowerCase(Locale.ENGLISH);
        case "U" -> result.toUpperCase(Locale.ENGLISH);
        default -> result;
      };
    }
  }

  private final String text;
  private final List<Rule> rules;

  private PrincipalMapping(String text, List<Rule> rules) {
    this.text = text;
    this.rules = List.copyOf(rules);
  }

  /**
   * Reads rules.
   *
   * @throws IllegalArgumentException at the first that is none
   */
  static PrincipalMapping parse(String text) {
    List<Rule> rules = new ArrayList<>();
    Matcher matcher = RULE.matcher(text);
    int at = 0;
    while (at < text.length()) {
      matcher.region(at, text.length());
      if (!matcher.lookingAt()) {
        throw new IllegalArgumentException("no rule: " + text.substring(at));
      }
      String pattern = matcher.group("pattern");
      if (pattern != null) {
        Pattern compiled = Pattern.compile(pattern);
        int groups = compiled.matcher("").groupCount();
        rules.add(
            new Rule(
                compiled, replacement(matcher.group("name"), groups), matcher.group("letters")));
      } else if (matcher.group().contains("DEFAULT")) {
        rules.add(new Rule(null, "", ""));
      }
      at = matcher.end();
    }
    return new PrincipalMapping(text, rules);
  }

  /** A reference to a group there is not stands for itself. */
  private static String replacement(String name, int groups) {
    return REFERENCE
        .matcher(name)
        .replaceAll(
            found -> {
              String number = found.group(1);
              boolean isGroup = number == null || number.charAt(0) - '0' <= groups;
              return Matcher.quoteReplacement(isGroup ? found.group() : "\\" + found.group());
            });
  }

  /** The name of the principal, or null if no rule fits: then nobody is let in. */
  @Nullable String name(String distinguishedName) {
    for (Rule rule : rules) {
      String name = rule.apply(distinguishedName);
      if (name != null) {
        return name;
      }
    }
    return null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PrincipalMapping mapping && mapping.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}

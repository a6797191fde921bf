package io.barnabas.server.authentication;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Which user a principal of Kerberos is: the rules of {@code
 * sasl.kerberos.principal.to.local.rules}, in MIT's notation with {@code /L} and {@code /U}
 * besides. The first that fits decides. Immutable.
 */
public final class KerberosRules {
  private static final Pattern SYNTAX =
      Pattern.compile(
          "RULE:\\[(\\d*):([^\\]]*)](?:\\(([^)]*)\\))?(?:s/([^/]*)/([^/]*)/(g)?)?/?([LU])?");

  private static final Pattern PARAMETER = Pattern.compile("\\$(\\d*)");

  private record Rule(
      int components,
      String format,
      @Nullable Pattern match,
      @Nullable Pattern from,
      String to,
      boolean everywhere,
      String letters) {}

  /** Null stands for DEFAULT. */
  private final List<@Nullable Rule> rules = new ArrayList<>();

  private final @Nullable String defaultRealm;

  /**
   * Rules as they are written.
   *
   * @param defaultRealm this machine's; null where it has none
   * @throws IllegalArgumentException naming the rule that is none
   */
  public KerberosRules(@Nullable String defaultRealm, List<String> texts) {
    this.defaultRealm = defaultRealm;
    texts.forEach(text -> rules.add(text.equals("DEFAULT") ? null : rule(text)));
  }

  private static Rule rule(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("the rule " + text);
    }
    try {
      return new Rule(
          Integer.parseInt(matcher.group(1)),
          matcher.group(2),
          pattern(matcher.group(3)),
          pattern(matcher.group(4)),
          String.valueOf(matcher.group(5)),
          matcher.group(6) != null,
          String.valueOf(matcher.group(7)));
    } catch (NumberFormatException | PatternSyntaxException e) {
      throw new IllegalArgumentException("the rule " + text, e);
    }
  }

  private static @Nullable Pattern pattern(@Nullable String text) {
    return text == null ? null : Pattern.compile(text);
  }

  /** The user's name; null if no rule fits, or what comes out is none. */
  public @Nullable String user(String principal) {
    KerberosName name = KerberosName.parse(principal);
    if (name == null) {
      return null;
    }
    if (name.host() == null && name.realm() == null) {
      return name.first();
    }
    for (Rule rule : rules) {
      String user = rule == null ? byDefault(name) : apply(rule, name);
      if (user != null) {
        return user.contains("/") || user.contains("@") ? null : cased(rule, user);
      }
    }
    return null;
  }

  private @Nullable String byDefault(KerberosName name) {
    return name.realm() != null && name.realm().equals(defaultRealm) ? name.first() : null;
  }

  private static @Nullable String apply(Rule rule, KerberosName name) {
    List<String> parts = new ArrayList<>(List.of(String.valueOf(name.realm()), name.first()));
    if (name.host() != null) {
      parts.add(name.host());
    }
    if (parts.size() - 1 != rule.components()) {
      return null;
    }
    String base = filled(rule.format(), parts);
    if (base == null || rule.match() != null && !rule.match().matcher(base).matches()) {
      return null;
    }
    if (rule.from() == null) {
      return base;
    }
    Matcher found = rule.from().matcher(base);
    return rule.everywhere() ? found.replaceAll(rule.to()) : found.replaceFirst(rule.to());
  }

  private static @Nullable String filled(String format, List<String> parts) {
    Matcher matcher = PARAMETER.matcher(format);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String digits = matcher.group(1);
      int index = digits.isEmpty() || digits.length() > 2 ? -1 : Integer.parseInt(digits);
      if (index < 0 || index >= parts.size()) {
        return null;
      }
      matcher.appendReplacement(filled, Matcher.quoteReplacement(parts.get(index)));
    }
    return matcher.appendTail(filled).toString();
  }

  private static String cased(@Nullable Rule rule, String user) {
    return switch (rule == null ? "" : rule.letters()) {
      case "L" -> user.toLowerCase(Locale.ENGLISH);
      case "U" -> user.toUpperCase(Locale.ENGLISH);
      default -> user;
    };
  }
}

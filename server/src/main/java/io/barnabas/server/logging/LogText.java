package io.barnabas.server.logging;

/**
 * Makes words that others chose fit for a log line: names of topics, groups, clients and users
 * cannot end a line, begin another, or move a terminal's cursor.
 */
public final class LogText {
  private static final int LENGTH_MAX = 1000;

  private LogText() {}

  /** A value after a key: as it is where it is one plain word, in quotes otherwise. */
  public static String value(String text) {
    String printable = printable(text);
    boolean plain =
        printable.equals(text)
            && !text.isEmpty()
            && text.chars().noneMatch(c -> c == ' ' || c == '"' || c == '=');
    return plain ? text : '"' + printable.replace("\"", "\\\"") + '"';
  }

  /** As much of a text as is told, and how one that is to be told later is best kept. */
  public static String cut(String text) {
    return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX) + "...";
  }

  /** The same text, with whatever is not printable written as an escape; cut when very long. */
  public static String printable(String text) {
    int length = Math.min(text.length(), LENGTH_MAX);
    StringBuilder escaped = null;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (isPrintable(c)) {
        if (escaped != null) {
          escaped.append(c);
        }
      } else {
        if (escaped == null) {
          escaped = new StringBuilder(length + 16).append(text, 0, i);
        }
        escape(c, escaped);
      }
    }
    if (length < text.length()) {
      return (escaped == null ? new StringBuilder(text.substring(0, length)) : escaped)
          .append("...")
          .toString();
    }
    return escaped == null ? text : escaped.toString();
  }

  /** A whole line: as {@link #printable}, of any length; tabs are left. */
  static String line(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean keeps = c == '\t' || c == '\\' || isPrintable(c);
      if (!keeps && escaped == null) {
        escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (escaped != null) {
        if (keeps) {
          escaped.append(c);
        } else {
          escape(c, escaped);
        }
      }
    }
    return escaped == null ? text : escaped.toString();
  }

  private static void escape(char c, StringBuilder into) {
    switch (c) {
      case '\\' -> into.append("\\\\");
      case '\n' -> into.append("\\n");
      case '\r' -> into.append("\\r");
      case '\t' -> into.append("\\t");
      default ->
          into.append("\\u")
              .append(hex(c >> 12))
              .append(hex(c >> 8))
              .append(hex(c >> 4))
              .append(hex(c));
    }
  }

  private static char hex(int bits) {
    return Character.forDigit(bits & 0xF, 16);
  }

  /** Line and paragraph separators end lines for some readers; formats reorder what is shown. */
  private static boolean isPrintable(char c) {
    if (c < 0x7F) {
      return c >= ' ' && c != '\\';
    }
    int type = Character.getType(c);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}

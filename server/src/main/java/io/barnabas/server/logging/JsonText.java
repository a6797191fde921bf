package io.barnabas.server.logging;

import org.jspecify.annotations.Nullable;

/** Writes one JSON object, member by member, on one line whatever is in it. For one thread. */
public final class JsonText {
  private static final char FIRST_PRINTABLE = 0x20;
  private static final char DELETE = 0x7f;
  private static final char LAST_CONTROL = 0x9f;
  private static final char LINE_SEPARATOR = 0x2028;
  private static final char PARAGRAPH_SEPARATOR = 0x2029;

  private final StringBuilder out = new StringBuilder(256).append('{');
  private boolean empty = true;

  /** Adds a text; nothing for null. */
  public JsonText put(String name, @Nullable String value) {
    if (value != null) {
      name(name);
      quote(value, out);
    }
    return this;
  }

  /** Adds what is JSON already: a number, an object. */
  public JsonText raw(String name, String json) {
    name(name);
    out.append(json);
    return this;
  }

  private void name(String name) {
    if (!empty) {
      out.append(',');
    }
    empty = false;
    quote(name, out);
    out.append(':');
  }

  /** Writes a text as JSON has it; what could end a line or steer a terminal is written out. */
  public static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '"' || each == '\\') {
        out.append('\\').append(each);
      } else if (each == '\n') {
        out.append("\\n");
      } else if (each == '\t') {
        out.append("\\t");
      } else if (isUnsafe(each)) {
        out.append(String.format("\\u%04x", (int) each));
      } else {
        out.append(each);
      }
    }
    out.append('"');
  }

  private static boolean isUnsafe(char each) {
    return each < FIRST_PRINTABLE
        || each >= DELETE && each <= LAST_CONTROL
        || each == LINE_SEPARATOR
        || each == PARAGRAPH_SEPARATOR;
  }

  /** The object; nothing may be added after. */
  @Override
  public String toString() {
    return out.append('}').toString();
  }
}

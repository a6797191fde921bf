package io.barnabas.server.authentication;

/** Names that nobody has vouched for, as they may stand in a log line. */
public final class LoggedName {
  private static final int LENGTH_MAX = 64;

  private LoggedName() {}

  /** The name in quotes, cut to a decent length, with nothing in it but printable ASCII. */
  public static String of(String name) {
    StringBuilder shown = new StringBuilder("'");
    for (int i = 0; i < Math.min(name.length(), LENGTH_MAX); i++) {
      char c = name.charAt(i);
      shown.append(c >= ' ' && c <= '~' && c != '\'' ? c : '?');
    }
    return shown.append(name.length() > LENGTH_MAX ? "...'" : "'").toString();
  }
}

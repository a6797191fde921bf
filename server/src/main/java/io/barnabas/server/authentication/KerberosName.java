package io.barnabas.server.authentication;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A principal of Kerberos: {@code service/host@REALM}, {@code user@REALM} or just {@code user}.
 *
 * @param first the user's or the service's name
 * @param host null where there is none
 * @param realm null where there is none
 */
record KerberosName(String first, @Nullable String host, @Nullable String realm) {
  private static final Pattern SYNTAX = Pattern.compile("([^/@]*)(?:/([^/@]*))?@([^/@]*)");

  /** Null if it is no such name. */
  static @Nullable KerberosName parse(String name) {
    Matcher matcher = SYNTAX.matcher(name);
    if (matcher.matches()) {
      return new KerberosName(matcher.group(1), matcher.group(2), matcher.group(3));
    }
    return name.contains("@") ? null : new KerberosName(name, null, null);
  }
}

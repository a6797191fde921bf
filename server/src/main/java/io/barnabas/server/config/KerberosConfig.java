package io.barnabas.server.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How principals of Kerberos are understood.
 *
 * @param serviceName the first part of the broker's own, where it was said; must then be that
 * @param rules which users they are
 */
public record KerberosConfig(@Nullable String serviceName, List<String> rules) {
  public KerberosConfig {
    rules = List.copyOf(rules);
  }

  static KerberosConfig from(ListenerSettings settings) {
    return new KerberosConfig(
        settings.text("sasl.kerberos.service.name"),
        settings.list("sasl.kerberos.principal.to.local.rules"));
  }
}

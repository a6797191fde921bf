package io.barnabas.server.config;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of one listener are told who come through forwarded ports: {@value
 * SettingCatalogue#ADVERTISED_FORWARDS}. The first rule that fits counts. Immutable.
 */
public record ForwardRules(List<ForwardRule> rules) {
  /** Everybody is told the address they arrived at. */
  public static final ForwardRules NONE = new ForwardRules(List.of());

  public ForwardRules {
    rules = List.copyOf(rules);
  }

  /**
   * Reads those of a listener.
   *
   * @throws ConfigException if one cannot be understood
   */
  static ForwardRules of(ListenerSettings settings) {
    List<ForwardRule> rules = new ArrayList<>();
    for (String text : settings.list(SettingCatalogue.ADVERTISED_FORWARDS)) {
      ForwardRule rule = ForwardRule.parse(text);
      if (rule == null) {
        throw settings.refuse(SettingCatalogue.ADVERTISED_FORWARDS, ForwardRule.SYNTAX);
      }
      rules.add(rule);
    }
    return new ForwardRules(rules);
  }

  /** The rule for a client at this address; null where there is none. */
  public @Nullable ForwardRule find(InetAddress client) {
    for (ForwardRule rule : rules) {
      for (AddressRange range : rule.sources()) {
        if (range.contains(client)) {
          return rule;
        }
      }
    }
    return null;
  }
}

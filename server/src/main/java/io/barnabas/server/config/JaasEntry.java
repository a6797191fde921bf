package io.barnabas.server.config;

import java.util.Map;

/**
 * One login module with its options. Its {@code toString} does not show them: passwords are among
 * them.
 *
 * @param module the name of its class
 */
public record JaasEntry(String module, Map<String, String> options) {
  public JaasEntry {
    options = Map.copyOf(options);
  }

  @Override
  public String toString() {
    return "JaasEntry[" + module + "]";
  }
}

package io.barnabas.metadata.config;

/** What became of the text of a config value. */
public sealed interface ParsedConfig {

  /**
   * It is permitted.
   *
   * @param value a Boolean, String, Integer, Long, Double or List of String, by the config's type
   */
  record Valid(Object value) implements ParsedConfig {}

  /** It is not; the message may be shown to the client as it is. */
  record Invalid(String message) implements ParsedConfig {}
}

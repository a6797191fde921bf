package io.barnabas.server.config;

/** Where a value comes from; the later one in this list wins. */
public enum SettingSource {
  DEFAULT("default"),
  FILE("file"),
  ENVIRONMENT("environment"),
  OVERRIDE("command line"),
  DYNAMIC("set while the broker runs");

  private final String inWords;

  SettingSource(String inWords) {
    this.inWords = inWords;
  }

  @Override
  public String toString() {
    return inWords;
  }
}

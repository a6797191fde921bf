package io.barnabas.server.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.security.URIParameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.jspecify.annotations.Nullable;

/** A JAAS file, by the JDK's own reader. */
final class JaasFile {
  /** The property of the JVM that names it, as for any Java program. */
  static final String PROPERTY = "java.security.auth.login.config";

  private final @Nullable Configuration configuration;

  private JaasFile(@Nullable Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * Reads a file.
   *
   * @param path null for none, which has no contexts
   * @throws ConfigException if there is none, or it is not well-formed
   */
  static JaasFile read(@Nullable String path) {
    if (path == null) {
      return new JaasFile(null);
    }
    Path file = Path.of(path.startsWith("file:") ? path.substring("file:".length()) : path);
    if (!Files.isReadable(file)) {
      throw new ConfigException(PROPERTY, path, "a file that can be read");
    }
    try {
      return new JaasFile(
          Configuration.getInstance("JavaLoginConfig", new URIParameter(file.toUri())));
    } catch (NoSuchAlgorithmException | IllegalArgumentException | SecurityException e) {
      throw new ConfigException(PROPERTY, path, "a well-formed JAAS file");
    }
  }

  /** What is in a context; null if there is no such context. */
  @Nullable List<JaasEntry> context(String name) {
    AppConfigurationEntry[] found =
        configuration == null ? null : configuration.getAppConfigurationEntry(name);
    if (found == null) {
      return null;
    }
    List<JaasEntry> entries = new ArrayList<>();
    for (AppConfigurationEntry entry : found) {
      Map<String, String> options = new LinkedHashMap<>();
      entry.getOptions().forEach((option, value) -> options.put(option, String.valueOf(value)));
      entries.add(new JaasEntry(entry.getLoginModuleName(), options));
    }
    return entries;
  }
}

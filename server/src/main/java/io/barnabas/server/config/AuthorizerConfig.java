package io.barnabas.server.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who decides what clients may do.
 *
 * @param enabled whether ACLs are asked; otherwise everybody may do everything
 * @param superUsers who may do everything all the same, as {@code Type:name}
 * @param allowsWithoutAcls whether what no ACL speaks of is everybody's
 */
public record AuthorizerConfig(boolean enabled, Set<String> superUsers, boolean allowsWithoutAcls) {
  /** The name under which Apache Kafka has the authorizer that works as this one does. */
  public static final String STANDARD = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";

  private static final String CLASS = "authorizer.class.name";
  private static final String SUPER_USERS = "super.users";
  private static final String EARLY = "early.start.listeners";

  public AuthorizerConfig {
    superUsers = Set.copyOf(superUsers);
  }

  /**
   * Reads the settings.
   *
   * @param listeners the names of all listeners, those of the controller as well
   * @throws ConfigException for any other authorizer: starting without it would let everybody in
   */
  public static AuthorizerConfig from(Settings settings, Set<String> listeners) {
    String name = settings.text(CLASS);
    boolean enabled = name != null && !name.isBlank();
    if (enabled && !STANDARD.equals(name == null ? null : name.trim())) {
      throw settings.refuse(CLASS, STANDARD + " or nothing");
    }
    for (String listener : settings.list(EARLY)) {
      // All listeners open when ACLs are loaded, and that before any client is let in.
      if (!listeners.contains(listener)) {
        throw settings.refuse(EARLY, "names of listeners");
      }
    }
    if (!enabled) {
      return new AuthorizerConfig(false, Set.of(), true);
    }
    return new AuthorizerConfig(
        true,
        superUsers(settings),
        Boolean.parseBoolean(orEmpty(settings.givenText("allow.everyone.if.no.acl.found"))));
  }

  private static Set<String> superUsers(Settings settings) {
    Set<String> users = new HashSet<>();
    for (String user : List.of(orEmpty(settings.givenText(SUPER_USERS)).split(";"))) {
      String trimmed = user.trim();
      if (trimmed.isEmpty()) {
        continue;
      }
      if (trimmed.indexOf(':') < 0) {
        throw new ConfigException(SUPER_USERS, user, "Type:name;Type:name...");
      }
      users.add(trimmed);
    }
    return users;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text.trim();
  }
}

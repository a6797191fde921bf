package io.barnabas.server.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of SASL. Classes of Apache Kafka's that are named in them stand for what is
 * here instead; those of others are refused. One use, one thread.
 */
final class SaslConfigReader {
  private static final String JAAS = "sasl.jaas.config";
  private static final String HANDLER = "sasl.server.callback.handler.class";
  private static final String SECURITY = "org.apache.kafka.common.security.";
  private static final String BUILDER = "principal.builder.class";
  private static final String CONTEXT = "KafkaServer";
  private static final String SCRAM = SECURITY + "scram.ScramLoginModule";

  private static final Map<String, String> MODULES =
      Map.of(
          "PLAIN",
          SECURITY + "plain.PlainLoginModule",
          "SCRAM-SHA-256",
          SCRAM,
          "SCRAM-SHA-512",
          SCRAM,
          "OAUTHBEARER",
          SECURITY + "oauthbearer.OAuthBearerLoginModule",
          "GSSAPI",
          "com.sun.security.auth.module.Krb5LoginModule");

  /** What Apache Kafka checks credentials with by itself. */
  private static final Map<String, String> HANDLERS =
      Map.of(
          "PLAIN", SECURITY + "plain.internals.PlainServerCallbackHandler",
          "SCRAM-SHA-256", SECURITY + "scram.internals.ScramServerCallbackHandler",
          "SCRAM-SHA-512", SECURITY + "scram.internals.ScramServerCallbackHandler",
          "GSSAPI", SECURITY + "authenticator.SaslServerCallbackHandler");

  /** Obeyed wherever there is a listener with SASL. */
  private static final List<String> OBEYED =
      List.of(
          "connections.max.reauth.ms",
          "sasl.enabled.mechanisms",
          JAAS,
          "sasl.kerberos.principal.to.local.rules",
          "sasl.kerberos.service.name",
          "sasl.oauthbearer.allow.unverified.audience",
          "sasl.oauthbearer.allow.unverified.issuer",
          "sasl.oauthbearer.clock.skew.seconds",
          "sasl.oauthbearer.expected.audience",
          "sasl.oauthbearer.expected.issuer",
          "sasl.oauthbearer.jwks.endpoint.refresh.ms",
          "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms",
          "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms",
          "sasl.oauthbearer.jwks.endpoint.url",
          "sasl.oauthbearer.jwt.validator.class",
          "sasl.oauthbearer.scope.claim.name",
          "sasl.oauthbearer.sub.claim.name",
          HANDLER,
          "sasl.server.max.receive.size");

  private final JaasFile file;

  /**
   * Reads with a JAAS file at hand.
   *
   * @param jaasFile null for none
   */
  SaslConfigReader(@Nullable String jaasFile) {
    this.file = JaasFile.read(jaasFile);
  }

  /** Settings count as obeyed whether or not there is a listener that they concern. */
  void askForAll(Settings settings) {
    OBEYED.stream().filter(name -> !isForMechanismsAlone(settings, name)).forEach(settings::text);
    String builder = settings.text(BUILDER);
    if (builder != null
        && !builder.equals(SECURITY + "authenticator.DefaultKafkaPrincipalBuilder")) {
      throw settings.refuse(
          BUILDER, "Apache Kafka's own, as classes of others are not loaded to say who is who");
    }
  }

  /** As in Apache Kafka: without a listener and a mechanism in front it says nothing. */
  private static boolean isForMechanismsAlone(Settings settings, String name) {
    return (name.equals(JAAS) || name.equals(HANDLER)) && settings.isGiven(name);
  }

  SaslConfig.OfListener read(ListenerSettings settings) {
    List<SaslMechanismConfig> mechanisms = new ArrayList<>();
    for (String name : new LinkedHashSet<>(settings.list("sasl.enabled.mechanisms"))) {
      if (!MODULES.containsKey(name)) {
        throw settings.refuse(
            "sasl.enabled.mechanisms", "some of " + new TreeSet<>(MODULES.keySet()));
      }
      mechanisms.add(mechanism(name, settings.ofMechanism(name)));
    }
    if (mechanisms.isEmpty()) {
      throw settings.refuse("sasl.enabled.mechanisms", "at least one mechanism");
    }
    return new SaslConfig.OfListener(mechanisms, settings.intValue("sasl.server.max.receive.size"));
  }

  private SaslMechanismConfig mechanism(String name, ListenerSettings settings) {
    JaasEntry jaas = jaas(name, settings);
    if (jaas == null && (name.equals("PLAIN") || name.equals("GSSAPI"))) {
      throw new ConfigException(
          name
              + " needs "
              + settings.ownName(JAAS)
              + ", or a context "
              + contextOf(settings)
              + " or "
              + CONTEXT
              + " in the file that the JVM is told with -D"
              + JaasFile.PROPERTY);
    }
    String handler = handler(name, settings);
    return new SaslMechanismConfig(
        name,
        jaas,
        settings.longValue("connections.max.reauth.ms"),
        name.equals("OAUTHBEARER") ? OAuthBearerConfig.from(settings, handler) : null,
        name.equals("GSSAPI") ? KerberosConfig.from(settings) : null);
  }

  private static @Nullable String handler(String mechanism, ListenerSettings settings) {
    String handler = settings.ownText(HANDLER);
    if (handler == null) {
      return null;
    }
    Set<String> known =
        mechanism.equals("OAUTHBEARER")
            ? union(OAuthBearerConfig.SIGNED, OAuthBearerConfig.UNSECURED)
            : Set.of(String.valueOf(HANDLERS.get(mechanism)));
    if (!known.contains(handler)) {
      throw new ConfigException(
          settings.ownName(HANDLER),
          handler,
          "Apache Kafka's own, as classes of others are not loaded: " + new TreeSet<>(known));
    }
    return handler;
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> both = new LinkedHashSet<>(one);
    both.addAll(other);
    return both;
  }

  private @Nullable JaasEntry jaas(String mechanism, ListenerSettings settings) {
    String own = settings.ownText(JAAS);
    if (own != null) {
      List<JaasEntry> entries = JaasText.parse(own);
      if (entries == null || entries.size() != 1) {
        throw new ConfigException(
            settings.ownName(JAAS),
            "[hidden]",
            "one login module: <class> required <name>=\"<value>\" ...;");
      }
      check(entries.get(0), Set.of(String.valueOf(MODULES.get(mechanism))), settings.ownName(JAAS));
      return entries.get(0);
    }
    String context = contextOf(settings);
    List<JaasEntry> entries = file.context(context);
    if (entries == null) {
      context = CONTEXT;
      entries = file.context(context);
    }
    JaasEntry found = null;
    for (JaasEntry entry : entries == null ? List.<JaasEntry>of() : entries) {
      check(entry, Set.copyOf(MODULES.values()), "context " + context);
      if (found == null && entry.module().equals(MODULES.get(mechanism))) {
        found = entry;
      }
    }
    return found;
  }

  private static String contextOf(ListenerSettings settings) {
    return settings.listener().toLowerCase(Locale.ROOT) + "." + CONTEXT;
  }

  private static void check(JaasEntry entry, Set<String> modules, String where) {
    if (!modules.contains(entry.module())) {
      throw new ConfigException(
          "Invalid login module "
              + entry.module()
              + " in "
              + where
              + ": expected one of "
              + new TreeSet<>(modules)
              + ", as classes of others are not loaded");
    }
  }
}

package io.barnabas.server.authentication;

import io.barnabas.metadata.image.ScramMechanism;
import io.barnabas.server.config.ConfigException;
import io.barnabas.server.config.JaasEntry;
import io.barnabas.server.config.KerberosConfig;
import io.barnabas.server.config.OAuthBearerConfig;
import io.barnabas.server.config.SaslMechanismConfig;
import io.barnabas.server.tls.ClientTls;
import java.io.IOException;
import java.net.URL;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.login.LoginException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets mechanisms up as they are configured. The libraries that one needs are loaded by it alone.
 */
final class Mechanisms {
  private static final Logger LOG = LoggerFactory.getLogger(Mechanisms.class);
  private static final String USER = "user_";

  private final Authentication.World world;
  private final Map<ScramMechanism, ScramServer> scram = new EnumMap<>(ScramMechanism.class);

  Mechanisms(Authentication.World world) {
    this.world = world;
  }

  /**
   * Sets one up; may wait for files, and for the servers of Kerberos.
   *
   * @throws ConfigException if it cannot work
   */
  SaslMechanism make(String listener, SaslMechanismConfig config) {
    return switch (config.name()) {
      case "PLAIN" -> plain(Objects.requireNonNull(config.jaas()));
      case "SCRAM-SHA-256" -> scram(ScramMechanism.SCRAM_SHA_256);
      case "SCRAM-SHA-512" -> scram(ScramMechanism.SCRAM_SHA_512);
      case "OAUTHBEARER" ->
          oauthBearer(listener, config, Objects.requireNonNull(config.oauthBearer()));
      case "GSSAPI" ->
          kerberos(
              Objects.requireNonNull(config.jaas()), Objects.requireNonNull(config.kerberos()));
      default -> throw new IllegalArgumentException(config.name());
    };
  }

  /**
   * One for all listeners: an unknown name is asked the same on each of them, as a known one is.
   */
  private SaslMechanism scram(ScramMechanism mechanism) {
    return scram.computeIfAbsent(
        mechanism,
        each -> new ScramServer(each, world.scram(), world.random(), world.secretOfNobody().get()));
  }

  private static SaslMechanism plain(JaasEntry jaas) {
    Map<String, String> passwords = new HashMap<>();
    jaas.options()
        .forEach(
            (option, value) -> {
              if (option.startsWith(USER)) {
                passwords.put(option.substring(USER.length()), value);
              }
            });
    return new PlainMechanism(passwords);
  }

  private SaslMechanism oauthBearer(
      String listener, SaslMechanismConfig config, OAuthBearerConfig tokens) {
    URL url = tokens.jwks();
    JaasEntry jaas = config.jaas();
    if (url == null) {
      LOG.warn(
          "Listener {} takes bearer tokens that nobody has signed: whoever can reach it can be"
              + " anybody. For development only; sasl.oauthbearer.jwks.endpoint.url has them"
              + " checked",
          listener);
      return new OAuthBearerMechanism(
          new UnsecuredTokens(jaas == null ? Map.of() : jaas.options(), world.clock()));
    }
    if (tokens.audiences().isEmpty() || tokens.issuer() == null) {
      LOG.warn(
          "Listener {} takes bearer tokens of any issuer or for any audience;"
              + " sasl.oauthbearer.expected.issuer and sasl.oauthbearer.expected.audience say which"
              + " count",
          listener);
    }
    JwksKeys keys =
        new JwksKeys(
            url,
            new JwksKeys.Times(tokens.refreshMs(), tokens.retryMs(), tokens.retryMaxMs()),
            new JwksKeys.World(
                new HttpFetch(
                    jaas == null ? null : ClientTls.of(jaas.options()),
                    world.timer(),
                    world.nanoTime()),
                world.fetches(),
                world.timer(),
                world.nanoTime()));
    boolean isFile = url.getProtocol().equals("file");
    if (isFile) {
      load(keys, url);
    }
    keys.start(!isFile);
    return new OAuthBearerMechanism(
        new SignedTokens(
            keys,
            new JwtExpectations(
                tokens.audiences(),
                tokens.issuer(),
                tokens.skewSeconds(),
                tokens.nameClaim(),
                tokens.scopeClaim()),
            world.clock()));
  }

  private static void load(JwksKeys keys, URL url) {
    try {
      keys.load();
    } catch (IOException e) {
      throw new ConfigException(
          "Invalid value '"
              + url
              + "' for sasl.oauthbearer.jwks.endpoint.url: expected where the keys of the issuer"
              + " are, which cannot be read there: "
              + e.getMessage());
    }
  }

  private static SaslMechanism kerberos(JaasEntry jaas, KerberosConfig config) {
    try {
      GssapiMechanism mechanism =
          GssapiMechanism.login(
              jaas.module(), jaas.options(), new KerberosRules(defaultRealm(), config.rules()));
      String service = config.serviceName();
      if (service != null && !service.equals(mechanism.serviceName())) {
        throw new ConfigException(
            "sasl.kerberos.service.name",
            service,
            "the first part of the broker's principal, " + mechanism.serviceName());
      }
      return mechanism;
    } catch (LoginException e) {
      throw new ConfigException(
          "The broker cannot log in by Kerberos: "
              + e.getMessage()
              + "; keyTab and principal are those of the login module in sasl.jaas.config, or in the"
              + " file of -Djava.security.auth.login.config");
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "Invalid value '"
              + config.rules()
              + "' for sasl.kerberos.principal.to.local.rules: "
              + e.getMessage());
    }
  }

  /** What the JDK knows of /etc/krb5.conf, or of its properties; empty where it knows nothing. */
  private static String defaultRealm() {
    try {
      return new KerberosPrincipal("anybody", KerberosPrincipal.KRB_NT_PRINCIPAL).getRealm();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}

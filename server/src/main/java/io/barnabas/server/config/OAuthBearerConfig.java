package io.barnabas.server.config;

import java.net.MalformedURLException;
import java.net.URL;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which bearer tokens count (KIP-255, KIP-768, KIP-1139). Times in milliseconds unless named
 * otherwise.
 *
 * @param jwks where the issuer's keys are; null for tokens that nobody has signed
 * @param audiences one of them must be the token's; empty for any
 * @param issuer null for any
 */
public record OAuthBearerConfig(
    @Nullable URL jwks,
    long refreshMs,
    long retryMs,
    long retryMaxMs,
    List<String> audiences,
    @Nullable String issuer,
    int skewSeconds,
    String nameClaim,
    String scopeClaim) {
  private static final String PREFIX = "sasl.oauthbearer.";
  private static final String PACKAGE = "org.apache.kafka.common.security.oauthbearer.";

  /** What Apache Kafka has the operator name the addresses in that may be asked (4.0). */
  private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

  static final Set<String> SIGNED =
      Set.of(
          PACKAGE + "OAuthBearerValidatorCallbackHandler",
          PACKAGE + "secured.OAuthBearerValidatorCallbackHandler");

  static final Set<String> UNSECURED =
      Set.of(PACKAGE + "internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler");

  private static final Set<String> VALIDATORS =
      Set.of(PACKAGE + "DefaultJwtValidator", PACKAGE + "BrokerJwtValidator");

  public OAuthBearerConfig {
    audiences = List.copyOf(audiences);
  }

  /**
   * Reads the settings.
   *
   * @param handler the class that would check tokens in Apache Kafka; null where none was given
   */
  static OAuthBearerConfig from(ListenerSettings settings, @Nullable String handler) {
    String address = settings.text(PREFIX + "jwks.endpoint.url");
    boolean unsecured = handler != null && UNSECURED.contains(handler);
    if (address == null && !unsecured) {
      throw new ConfigException(
          "OAUTHBEARER needs "
              + settings.ownName(PREFIX + "jwks.endpoint.url")
              + ", or, for development, "
              + settings.ownName("sasl.server.callback.handler.class")
              + "="
              + UNSECURED.iterator().next());
    }
    OAuthBearerConfig config =
        new OAuthBearerConfig(
            unsecured ? null : url(settings, String.valueOf(address)),
            settings.longValue(PREFIX + "jwks.endpoint.refresh.ms"),
            settings.longValue(PREFIX + "jwks.endpoint.retry.backoff.ms"),
            settings.longValue(PREFIX + "jwks.endpoint.retry.backoff.max.ms"),
            settings.list(PREFIX + "expected.audience"),
            settings.text(PREFIX + "expected.issuer"),
            settings.intValue(PREFIX + "clock.skew.seconds"),
            String.valueOf(settings.text(PREFIX + "sub.claim.name")),
            String.valueOf(settings.text(PREFIX + "scope.claim.name")));
    config.check(settings);
    return config;
  }

  private static URL url(ListenerSettings settings, String address) {
    String allowed = System.getProperty(ALLOWED_URLS);
    if (allowed != null
        && Arrays.stream(allowed.split(",")).map(String::trim).noneMatch(address::equals)) {
      throw settings.refuse(
          PREFIX + "jwks.endpoint.url", "one of the property " + ALLOWED_URLS + ": " + allowed);
    }
    try {
      URL url = new URL(address);
      if (Set.of("file", "http", "https").contains(url.getProtocol())) {
        return url;
      }
    } catch (MalformedURLException e) {
      // Said below.
    }
    throw settings.refuse(PREFIX + "jwks.endpoint.url", "an address with file:, http: or https:");
  }

  private void check(ListenerSettings settings) {
    String validator = settings.text(PREFIX + "jwt.validator.class");
    if (validator != null && !VALIDATORS.contains(validator)) {
      throw settings.refuse(PREFIX + "jwt.validator.class", "one of " + VALIDATORS);
    }
    if (refreshMs < 1) {
      throw settings.refuse(PREFIX + "jwks.endpoint.refresh.ms", "at least 1");
    }
    if (retryMs < 1) {
      throw settings.refuse(PREFIX + "jwks.endpoint.retry.backoff.ms", "at least 1");
    }
    if (retryMaxMs < retryMs) {
      throw settings.refuse(
          PREFIX + "jwks.endpoint.retry.backoff.max.ms",
          "at least " + PREFIX + "jwks.endpoint.retry.backoff.ms, which is " + retryMs);
    }
    if (skewSeconds < 0) {
      throw settings.refuse(PREFIX + "clock.skew.seconds", "at least 0");
    }
    if (nameClaim.isBlank()) {
      throw settings.refuse(PREFIX + "sub.claim.name", "the name of a claim");
    }
    if (scopeClaim.isBlank()) {
      throw settings.refuse(PREFIX + "scope.claim.name", "the name of a claim");
    }
    boolean anyAudience = settings.booleanValue(PREFIX + "allow.unverified.audience");
    boolean anyIssuer = settings.booleanValue(PREFIX + "allow.unverified.issuer");
    if (jwks != null && audiences.isEmpty() && !anyAudience) {
      throw missing(settings, "expected.audience", "allow.unverified.audience");
    }
    if (jwks != null && issuer == null && !anyIssuer) {
      throw missing(settings, "expected.issuer", "allow.unverified.issuer");
    }
  }

  private static ConfigException missing(ListenerSettings settings, String name, String optOut) {
    return new ConfigException(
        "Missing value for "
            + settings.ownName(PREFIX + name)
            + "; "
            + PREFIX
            + optOut
            + "=true takes tokens whatever they say there");
  }
}

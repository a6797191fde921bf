package io.barnabas.server.authentication;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tokens that nobody has signed, for development (KIP-255): whoever knows how to write one is who
 * it says.
 */
final class UnsecuredTokens implements BearerTokens {
  private final String nameClaim;
  private final String scopeClaim;
  private final Set<String> requiredScope;
  private final long skewMs;
  private final InstantSource clock;

  /**
   * Tokens as the options of the login module want them.
   *
   * @throws NumberFormatException if the clock skew is no number
   */
  UnsecuredTokens(Map<String, String> options, InstantSource clock) {
    this.nameClaim = options.getOrDefault("unsecuredValidatorPrincipalClaimName", "sub").trim();
    this.scopeClaim = options.getOrDefault("unsecuredValidatorScopeClaimName", "scope").trim();
    this.requiredScope = words(options.getOrDefault("unsecuredValidatorRequiredScope", ""));
    this.skewMs =
        Integer.parseInt(
            options.getOrDefault("unsecuredValidatorAllowableClockSkewMs", "0").trim());
    this.clock = clock;
  }

  private static Set<String> words(String text) {
    Set<String> words = new HashSet<>(Arrays.asList(text.trim().split("\\s+")));
    words.remove("");
    return words;
  }

  @Override
  public Verdict check(String token) {
    try {
      return verdict(PlainJWT.parse(token).getJWTClaimsSet());
    } catch (ParseException e) {
      return new Bad(null, "the token is no unsecured JWT");
    }
  }

  private Verdict verdict(JWTClaimsSet claims) throws ParseException {
    long now = clock.millis();
    Date expires = claims.getExpirationTime();
    Date issued = claims.getIssueTime();
    String name = claims.getStringClaim(nameClaim);
    if (name == null || name.isEmpty()) {
      return new Bad(null, "the claim " + nameClaim + " is missing");
    }
    if (expires == null || now - skewMs >= expires.getTime()) {
      return new Bad(null, "the token has expired");
    }
    if (issued != null && (issued.getTime() > now + skewMs || !issued.before(expires))) {
      return new Bad(null, "the token was issued after now, or after its end");
    }
    if (!scope(claims).containsAll(requiredScope)) {
      return new Bad(String.join(" ", requiredScope), "the token lacks a scope");
    }
    return new Good(new Identity(name, expires.getTime(), false));
  }

  private Set<String> scope(JWTClaimsSet claims) throws ParseException {
    Object scope = claims.getClaim(scopeClaim);
    if (scope instanceof String text) {
      return Set.of(text.trim());
    }
    List<String> list = scope == null ? List.of() : claims.getStringListClaim(scopeClaim);
    return list == null ? Set.of() : new HashSet<>(list);
  }
}

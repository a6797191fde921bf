package io.barnabas.server.authentication;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that an issuer has signed (RFC 7519), by a key of its own (RFC 7517). Only signatures that
 * anybody can check and nobody but the issuer can make count.
 */
final class SignedTokens implements BearerTokens {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final JwksKeys keys;
  private final JwtExpectations expected;
  private final InstantSource clock;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  SignedTokens(JwksKeys keys, JwtExpectations expected, InstantSource clock) {
    this.keys = keys;
    this.expected = expected;
    this.clock = clock;
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    processor.setJWSTypeVerifier((type, context) -> {}); // As at+jwt of RFC 9068, or nothing.
    processor.setJWTClaimsSetVerifier((claims, context) -> {}); // They are checked below.
  }

  @Override
  public Verdict check(String token) {
    try {
      return verdict(processor.process(SignedJWT.parse(token), null));
    } catch (ParseException e) {
      return bad("the token is no signed JWT");
    } catch (BadJOSEException | JOSEException e) {
      return bad("the token's signature cannot be verified");
    }
  }

  private Verdict verdict(JWTClaimsSet claims) throws ParseException {
    long now = clock.millis();
    long skewMs = expected.skewSeconds() * 1000L;
    Date expires = claims.getExpirationTime();
    if (expires == null || claims.getIssueTime() == null) {
      return bad("the token does not say when it was issued and when it expires");
    }
    if (expires.getTime() + skewMs <= now) {
      return bad("the token has expired");
    }
    Date begins = claims.getNotBeforeTime();
    if (begins != null && begins.getTime() - skewMs > now) {
      return bad("the token is not valid yet");
    }
    if (expected.issuer() != null && !expected.issuer().equals(claims.getIssuer())) {
      return bad("the token is of another issuer");
    }
    if (!expected.audiences().isEmpty()
        && claims.getAudience().stream().noneMatch(expected.audiences()::contains)) {
      return bad("the token is for another audience");
    }
    if (!isWellFormed(claims.getClaim(expected.scopeClaim()))) {
      return bad("the claim " + expected.scopeClaim() + " is malformed");
    }
    String name = claims.getStringClaim(expected.nameClaim());
    if (name == null || name.isBlank()) {
      return bad("the claim " + expected.nameClaim() + " is missing");
    }
    return new Good(new Identity(name.trim(), expires.getTime(), false));
  }

  private static boolean isWellFormed(@Nullable Object scope) {
    if (scope instanceof String text) {
      return !text.isBlank();
    }
    if (scope instanceof Collection<?> many) {
      Set<Object> seen = new HashSet<>();
      return many.stream()
          .allMatch(one -> one instanceof String text && !text.isBlank() && seen.add(text.trim()));
    }
    return true;
  }

  private static Bad bad(String reason) {
    return new Bad(null, reason);
  }

  @Override
  public void close() {
    keys.close();
  }
}

package io.barnabas.server.authentication;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a signed token must say (KIP-768).
 *
 * @param audiences one of them must be the token's; empty for any
 * @param issuer null for any
 * @param skewSeconds by how much the issuer's clock may differ, at least 0
 * @param nameClaim who it is about
 * @param scopeClaim what it allows; must be well-formed where it is there
 */
public record JwtExpectations(
    List<String> audiences,
    @Nullable String issuer,
    int skewSeconds,
    String nameClaim,
    String scopeClaim) {
  public JwtExpectations {
    audiences = List.copyOf(audiences);
  }
}

package io.barnabas.server.authentication;

import io.barnabas.codec.Bytes;
import org.jspecify.annotations.Nullable;

/** OAUTHBEARER (RFC 7628, KIP-255): a token that somebody else has made out. */
public final class OAuthBearerMechanism implements SaslMechanism {
  private final BearerTokens tokens;

  public OAuthBearerMechanism(BearerTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return "OAUTHBEARER";
  }

  @Override
  public boolean isSlow() {
    return true;
  }

  @Override
  public SaslExchange begin() {
    return new Exchange();
  }

  @Override
  public void close() {
    try {
      tokens.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private final class Exchange implements SaslExchange {
    private SaslStep.@Nullable Refused refused;

    @Override
    public SaslStep evaluate(byte[] token) {
      SaslStep.Refused before = refused;
      if (before != null) {
        // The client has heard why, and says so by a single byte (RFC 7628, section 3.2.3).
        return before;
      }
      OAuthBearerMessage message = OAuthBearerMessage.parse(token);
      if (message == null) {
        return SaslStep.Refused.silently("the OAUTHBEARER message is malformed");
      }
      BearerTokens.Verdict verdict = tokens.check(message.token());
      if (verdict instanceof BearerTokens.Bad bad) {
        String told = told(bad);
        refused = new SaslStep.Refused(told, bad.reason());
        return new SaslStep.Challenge(Bytes.ofUtf8(told));
      }
      Identity identity = ((BearerTokens.Good) verdict).identity();
      if (!message.authorization().isEmpty() && !message.authorization().equals(identity.name())) {
        return SaslStep.Refused.telling(
            "Authentication failed: Client requested an authorization id that is different from the"
                + " token's principal name");
      }
      return new SaslStep.Proven(Bytes.EMPTY, identity);
    }
  }

  private static String told(BearerTokens.Bad bad) {
    return bad.missingScope() == null
        ? "{\"status\":\"invalid_token\"}"
        : "{\"status\":\"insufficient_scope\", \"scope\":\""
            + bad.missingScope().replaceAll("[^\\x21-\\x7E ]|[\"\\\\]", "")
            + "\"}";
  }
}

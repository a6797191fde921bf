package io.barnabas.server.api.token;

import io.barnabas.codec.ErrorCode;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.DelegationTokenReply;
import io.barnabas.metadata.controller.Refusal;
import io.barnabas.metadata.image.SecurityProtocol;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import io.barnabas.server.authentication.DelegationTokens;
import io.barnabas.server.authentication.Identity;
import io.barnabas.server.authentication.SaslSession;
import org.jspecify.annotations.Nullable;

/** What the requests about delegation tokens have in common. */
final class TokenRequests {
  private TokenRequests() {}

  /** Why nobody may ask for tokens on this connection; NONE if one may. */
  static ErrorCode refusal(RequestContext context, DelegationTokens tokens) {
    if (!mayAsk(context.connection())) {
      return ErrorCode.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED;
    }
    return tokens.areEnabled() ? ErrorCode.NONE : ErrorCode.DELEGATION_TOKEN_AUTH_DISABLED;
  }

  /** Only who has proven who it is may, and not by a token: tokens do not beget tokens. */
  private static boolean mayAsk(ClientConnection connection) {
    SaslSession session = connection.sasl();
    Identity identity = session == null ? null : session.identity();
    boolean byToken = identity != null && identity.byToken();
    boolean unknown =
        connection.protocol() == SecurityProtocol.PLAINTEXT
            || connection.protocol() == SecurityProtocol.SSL
                && connection.principal().equals(ClientConnection.Principal.ANONYMOUS);
    return !byToken && !unknown;
  }

  /** Why the controller refused; null if it did not. */
  static @Nullable ErrorCode refusal(Answer<DelegationTokenReply> answer) {
    Refusal refusal =
        answer instanceof Answer.Decided<DelegationTokenReply> decided
            ? decided.reply().refusal()
            : ((Answer.Rejected<DelegationTokenReply>) answer).refusal();
    return refusal == null ? null : WireErrors.of(refusal.fault());
  }

  /** The type in front of a principal's name. */
  static String type(String principal) {
    return principal.substring(0, Math.max(0, principal.indexOf(':')));
  }

  static String name(String principal) {
    return principal.substring(principal.indexOf(':') + 1);
  }
}

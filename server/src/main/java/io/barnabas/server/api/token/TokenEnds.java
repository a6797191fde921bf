package io.barnabas.server.api.token;

import io.barnabas.codec.Bytes;
import io.barnabas.codec.ErrorCode;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.ControllerCommand;
import io.barnabas.metadata.controller.DelegationTokenReply;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.authentication.DelegationTokens;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Moves the end of a token that is named by its secret. Any thread. */
final class TokenEnds {

  /** What is to happen to a token, as its id and who asks are known. */
  interface Change {
    ControllerCommand<DelegationTokenReply> command(String tokenId, String asker);
  }

  /**
   * What has come of it.
   *
   * @param expiresMs when the token ends; -1 where the change was refused
   */
  record Moved(ErrorCode error, long expiresMs) {
    static Moved refused(ErrorCode error) {
      return new Moved(error, -1);
    }
  }

  private final Controller controller;
  private final DelegationTokens tokens;

  TokenEnds(Controller controller, DelegationTokens tokens) {
    this.controller = controller;
    this.tokens = tokens;
  }

  CompletionStage<Moved> move(RequestContext context, Bytes hmac, Change change) {
    ErrorCode refusal = TokenRequests.refusal(context, tokens);
    String id = refusal == ErrorCode.NONE ? tokens.idOf(hmac) : null;
    if (id == null) {
      return CompletableFuture.completedFuture(
          Moved.refused(
              refusal == ErrorCode.NONE ? ErrorCode.DELEGATION_TOKEN_NOT_FOUND : refusal));
    }
    return controller
        .submit(change.command(id, context.connection().principal().toString()))
        .thenApply(TokenEnds::moved);
  }

  private static Moved moved(Answer<DelegationTokenReply> answer) {
    ErrorCode refusal = TokenRequests.refusal(answer);
    return refusal == null
        ? new Moved(
            ErrorCode.NONE,
            Objects.requireNonNull(((Answer.Decided<DelegationTokenReply>) answer).reply().token())
                .expiresMs())
        : Moved.refused(refusal);
  }
}

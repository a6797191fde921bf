package io.barnabas.server.api.token;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.Bytes;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.CreateDelegationTokenRequest;
import io.barnabas.codec.message.CreateDelegationTokenResponse;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.CreateDelegationToken;
import io.barnabas.metadata.controller.DelegationTokenReply;
import io.barnabas.metadata.image.DelegationToken;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClientConnection.Principal;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.access.Authorization;
import io.barnabas.server.authentication.DelegationTokens;
import io.barnabas.server.config.DelegationTokenConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * CreateDelegationToken (key 38), versions 1-3.
 *
 * <ul>
 *   <li>v2: flexible
 *   <li>v3: for another owner, by whoever may create tokens for it (KIP-373)
 * </ul>
 */
public final class CreateDelegationTokenHandler
    implements ApiHandler<CreateDelegationTokenRequest, CreateDelegationTokenResponse> {
  private static final Logger LOG = LoggerFactory.getLogger(CreateDelegationTokenHandler.class);
  private static final int REQUESTER_SINCE_VERSION = 3;
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.CREATE_DELEGATION_TOKEN);
  private static final String USER = "User";

  private final Controller controller;
  private final DelegationTokens tokens;
  private final DelegationTokenConfig config;
  private final Authorization authorization;
  private final InstantSource clock;
  private final WarningThrottle fullWarning = new WarningThrottle();

  public CreateDelegationTokenHandler(
      Controller controller,
      DelegationTokens tokens,
      DelegationTokenConfig config,
      Authorization authorization,
      InstantSource clock) {
    this.controller = controller;
    this.tokens = tokens;
    this.config = config;
    this.authorization = authorization;
    this.clock = clock;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable CreateDelegationTokenResponse> handle(
      RequestContext context, CreateDelegationTokenRequest request) {
    Principal requester = context.connection().principal();
    Principal owner = owner(request, requester);
    ErrorCode refusal = refusal(context, request, owner, requester);
    if (refusal != ErrorCode.NONE) {
      return CompletableFuture.completedFuture(refused(refusal, context, owner));
    }
    List<String> renewers =
        request.renewers().stream()
            .map(each -> each.principalType() + ":" + each.principalName())
            .toList();
    if (!tokens.hasRoomFor(owner.toString(), requester.toString(), renewers)) {
      if (fullWarning.permits(clock.millis())) {
        LOG.warn(
            "No delegation token for {}: those there are take all the memory they may", requester);
      }
      return CompletableFuture.completedFuture(refused(ErrorCode.POLICY_VIOLATION, context, owner));
    }
    long maxMs =
        request.maxLifetimeMs() > 0
            ? Math.min(config.maxLifetimeMs(), request.maxLifetimeMs())
            : config.maxLifetimeMs();
    return controller
        .submit(
            new CreateDelegationToken(
                owner.toString(),
                requester.toString(),
                renewers,
                maxMs,
                config.expiryMs(),
                clock.millis()))
        .thenApply(answer -> response(answer, context, owner));
  }

  private static Principal owner(CreateDelegationTokenRequest request, Principal requester) {
    String name = request.ownerPrincipalName();
    return name == null || name.isEmpty()
        ? requester
        : new Principal(String.valueOf(request.ownerPrincipalType()), name);
  }

  private ErrorCode refusal(
      RequestContext context,
      CreateDelegationTokenRequest request,
      Principal owner,
      Principal requester) {
    ErrorCode refusal = TokenRequests.refusal(context, tokens);
    if (refusal == ErrorCode.DELEGATION_TOKEN_REQUEST_NOT_ALLOWED) {
      return refusal;
    }
    if (!owner.equals(requester)
        && !authorization.allows(
            context, AclOperation.CREATE_TOKENS, ResourceType.USER, owner.toString())) {
      return ErrorCode.DELEGATION_TOKEN_AUTHORIZATION_FAILED;
    }
    boolean users = request.renewers().stream().allMatch(each -> each.principalType().equals(USER));
    return users ? refusal : ErrorCode.INVALID_PRINCIPAL_TYPE;
  }

  private CreateDelegationTokenResponse response(
      Answer<DelegationTokenReply> answer, RequestContext context, Principal owner) {
    ErrorCode refusal = TokenRequests.refusal(answer);
    if (refusal != null) {
      return refused(refusal, context, owner);
    }
    DelegationToken token =
        Objects.requireNonNull(((Answer.Decided<DelegationTokenReply>) answer).reply().token());
    return start(context, owner)
        .issueTimestampMs(token.issuedMs())
        .expiryTimestampMs(token.expiresMs())
        .maxTimestampMs(token.maxMs())
        .tokenId(token.id())
        .hmac(tokens.hmac(token.id()))
        .build();
  }

  private static CreateDelegationTokenResponse refused(
      ErrorCode error, RequestContext context, Principal owner) {
    return start(context, owner)
        .errorCode(error.code())
        .issueTimestampMs(-1)
        .expiryTimestampMs(-1)
        .maxTimestampMs(-1)
        .tokenId("")
        .hmac(Bytes.EMPTY)
        .build();
  }

  private static CreateDelegationTokenResponse.Builder start(
      RequestContext context, Principal owner) {
    CreateDelegationTokenResponse.Builder response =
        CreateDelegationTokenResponse.builder()
            .principalType(owner.type())
            .principalName(owner.name());
    Principal requester = context.connection().principal();
    return context.version() < REQUESTER_SINCE_VERSION
        ? response
        : response
            .tokenRequesterPrincipalType(requester.type())
            .tokenRequesterPrincipalName(requester.name());
  }
}

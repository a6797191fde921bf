package io.barnabas.server.api.token;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.DescribeDelegationTokenRequest;
import io.barnabas.codec.message.DescribeDelegationTokenResponse;
import io.barnabas.codec.message.DescribeDelegationTokenResponse.DescribedDelegationToken;
import io.barnabas.codec.message.DescribeDelegationTokenResponse.DescribedDelegationTokenRenewer;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.image.DelegationToken;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.access.Authorization;
import io.barnabas.server.authentication.DelegationTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * DescribeDelegationToken (key 41), versions 1-3: one's own tokens, those one has asked for or may
 * renew, and those one may describe, with their secrets.
 *
 * <ul>
 *   <li>v2: flexible
 *   <li>v3: who asked for the token (KIP-373)
 * </ul>
 */
public final class DescribeDelegationTokenHandler
    implements ApiHandler<DescribeDelegationTokenRequest, DescribeDelegationTokenResponse> {
  private static final int REQUESTER_SINCE_VERSION = 3;
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DESCRIBE_DELEGATION_TOKEN);

  private final DelegationTokens tokens;
  private final Authorization authorization;

  public DescribeDelegationTokenHandler(DelegationTokens tokens, Authorization authorization) {
    this.tokens = tokens;
    this.authorization = authorization;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DescribeDelegationTokenResponse> handle(
      RequestContext context, DescribeDelegationTokenRequest request) {
    ErrorCode refusal = TokenRequests.refusal(context, tokens);
    List<DescribedDelegationToken> described = new ArrayList<>();
    if (refusal == ErrorCode.NONE) {
      Set<String> owners = owners(request);
      tokens
          .all()
          .forEach(
              token -> {
                if (isWanted(token, owners) && maySee(context, token)) {
                  described.add(described(context.version(), token));
                }
              });
    }
    return CompletableFuture.completedFuture(
        DescribeDelegationTokenResponse.builder()
            .errorCode(refusal.code())
            .tokens(described)
            .build());
  }

  /** Null for those of everybody. */
  private static @Nullable Set<String> owners(DescribeDelegationTokenRequest request) {
    return request.owners() == null
        ? null
        : request.owners().stream()
            .map(each -> each.principalType() + ":" + each.principalName())
            .collect(Collectors.toSet());
  }

  private static boolean isWanted(DelegationToken token, @Nullable Set<String> owners) {
    return owners == null
        || owners.contains(token.owner())
        || owners.contains(token.requester())
        || token.renewers().stream().anyMatch(owners::contains);
  }

  private boolean maySee(RequestContext context, DelegationToken token) {
    String asker = context.connection().principal().toString();
    return token.owner().equals(asker)
        || token.requester().equals(asker)
        || token.renewers().contains(asker)
        || authorization.allows(
            context, AclOperation.DESCRIBE, ResourceType.DELEGATION_TOKEN, token.id())
        || authorization.allows(
            context, AclOperation.DESCRIBE_TOKENS, ResourceType.USER, token.owner());
  }

  private DescribedDelegationToken described(short version, DelegationToken token) {
    boolean tellsWhoAsked = version >= REQUESTER_SINCE_VERSION;
    return DescribedDelegationToken.builder()
        .principalType(TokenRequests.type(token.owner()))
        .principalName(TokenRequests.name(token.owner()))
        .tokenRequesterPrincipalType(tellsWhoAsked ? TokenRequests.type(token.requester()) : "")
        .tokenRequesterPrincipalName(tellsWhoAsked ? TokenRequests.name(token.requester()) : "")
        .issueTimestamp(token.issuedMs())
        .expiryTimestamp(token.expiresMs())
        .maxTimestamp(token.maxMs())
        .tokenId(token.id())
        .hmac(tokens.hmac(token.id()))
        .renewers(
            token.renewers().stream()
                .map(
                    each ->
                        DescribedDelegationTokenRenewer.builder()
                            .principalType(TokenRequests.type(each))
                            .principalName(TokenRequests.name(each))
                            .build())
                .toList())
        .build();
  }
}

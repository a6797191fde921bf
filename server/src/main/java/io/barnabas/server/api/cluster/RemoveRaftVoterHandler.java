package io.barnabas.server.api.cluster;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.RemoveRaftVoterRequest;
import io.barnabas.codec.message.RemoveRaftVoterResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** RemoveRaftVoter (key 81), version 0 (KIP-853). A quorum of one loses no voter. */
public final class RemoveRaftVoterHandler
    implements ApiHandler<RemoveRaftVoterRequest, RemoveRaftVoterResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.REMOVE_RAFT_VOTER);

  private final QuorumOfOne quorum;

  public RemoveRaftVoterHandler(QuorumOfOne quorum) {
    this.quorum = quorum;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable RemoveRaftVoterResponse> handle(
      RequestContext context, RemoveRaftVoterRequest request) {
    QuorumOfOne.Refused refused =
        quorum.remove(request.clusterId(), request.voterId(), request.voterDirectoryId());
    return CompletableFuture.completedFuture(
        RemoveRaftVoterResponse.builder()
            .errorCode(refused.error().code())
            .errorMessage(refused.message())
            .build());
  }
}

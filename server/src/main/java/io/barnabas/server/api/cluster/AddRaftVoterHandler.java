package io.barnabas.server.api.cluster;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.AddRaftVoterRequest;
import io.barnabas.codec.message.AddRaftVoterResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** AddRaftVoter (key 80), versions 0-1 (KIP-853). A quorum of one gets no other voter. */
public final class AddRaftVoterHandler
    implements ApiHandler<AddRaftVoterRequest, AddRaftVoterResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.ADD_RAFT_VOTER);

  private final QuorumOfOne quorum;

  public AddRaftVoterHandler(QuorumOfOne quorum) {
    this.quorum = quorum;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable AddRaftVoterResponse> handle(
      RequestContext context, AddRaftVoterRequest request) {
    QuorumOfOne.Refused refused =
        quorum.add(
            request.clusterId(),
            request.voterId(),
            request.voterDirectoryId(),
            request.listeners().stream().map(AddRaftVoterRequest.Listener::name).toList());
    return CompletableFuture.completedFuture(
        AddRaftVoterResponse.builder()
            .errorCode(refused.error().code())
            .errorMessage(refused.message())
            .build());
  }
}

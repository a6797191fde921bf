package io.barnabas.server.api.produce;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.InitProducerIdRequest;
import io.barnabas.codec.message.InitProducerIdResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * InitProducerId (key 22), versions 0-5; v6 is not stable in the protocol yet. Gives idempotent
 * producers their id (KIP-98). Transactional producers are refused for good: they find no
 * transaction coordinator either.
 *
 * <ul>
 *   <li>v2: flexible; v3: id and epoch a transactional producer had (KIP-360)
 * </ul>
 */
public final class InitProducerIdHandler
    implements ApiHandler<InitProducerIdRequest, InitProducerIdResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.INIT_PRODUCER_ID);

  private final ProducerIds producerIds;

  public InitProducerIdHandler(ProducerIds producerIds) {
    this.producerIds = producerIds;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable InitProducerIdResponse> handle(
      RequestContext context, InitProducerIdRequest request) {
    String transactionalId = request.transactionalId();
    if (transactionalId != null) {
      return CompletableFuture.completedFuture(
          refused(
              transactionalId.isEmpty()
                  ? ErrorCode.INVALID_REQUEST
                  : ErrorCode.UNSUPPORTED_VERSION));
    }
    return producerIds
        .take()
        .thenApply(
            id ->
                id == ProducerIds.NONE
                    ? refused(ErrorCode.COORDINATOR_LOAD_IN_PROGRESS)
                    : InitProducerIdResponse.builder()
                        .producerId(id)
                        .producerEpoch((short) 0)
                        .build());
  }

  @Override
  public InitProducerIdResponse onFailure(RequestContext context, InitProducerIdRequest request) {
    return refused(ErrorCode.UNKNOWN_SERVER_ERROR);
  }

  private static InitProducerIdResponse refused(ErrorCode error) {
    return InitProducerIdResponse.builder()
        .errorCode(error.code())
        .producerId(-1)
        .producerEpoch((short) -1)
        .build();
  }
}

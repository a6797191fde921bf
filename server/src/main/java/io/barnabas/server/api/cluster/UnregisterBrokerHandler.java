package io.barnabas.server.api.cluster;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.UnregisterBrokerRequest;
import io.barnabas.codec.message.UnregisterBrokerResponse;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.BrokerReply;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.Refusal;
import io.barnabas.metadata.controller.UnregisterBroker;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** UnregisterBroker (key 64), version 0. Forgets a broker that will not come back. */
public final class UnregisterBrokerHandler
    implements ApiHandler<UnregisterBrokerRequest, UnregisterBrokerResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.UNREGISTER_BROKER);

  private final Controller controller;

  public UnregisterBrokerHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable UnregisterBrokerResponse> handle(
      RequestContext context, UnregisterBrokerRequest request) {
    return controller
        .submit(new UnregisterBroker(request.brokerId()))
        .thenApply(UnregisterBrokerHandler::response);
  }

  private static UnregisterBrokerResponse response(Answer<BrokerReply> answer) {
    Refusal refusal =
        answer instanceof Answer.Rejected<BrokerReply> rejected
            ? rejected.refusal()
            : ((Answer.Decided<BrokerReply>) answer).reply().refusal();
    ErrorCode error = refusal == null ? ErrorCode.NONE : WireErrors.of(refusal.fault());
    return UnregisterBrokerResponse.builder()
        .errorCode(error.code())
        .errorMessage(refusal == null ? "" : refusal.message())
        .build();
  }
}

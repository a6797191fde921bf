package io.barnabas.server.api.cluster;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.UnregisterControllerRequest;
import io.barnabas.codec.message.UnregisterControllerResponse;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.Refusal;
import io.barnabas.metadata.controller.UnregisterController;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * UnregisterController (key 94), version 0 (KIP-1312). Forgets a controller that will not come
 * back, which a data directory remembers from a larger quorum.
 */
public final class UnregisterControllerHandler
    implements ApiHandler<UnregisterControllerRequest, UnregisterControllerResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.UNREGISTER_CONTROLLER);

  private final Controller controller;

  public UnregisterControllerHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable UnregisterControllerResponse> handle(
      RequestContext context, UnregisterControllerRequest request) {
    return controller
        .submit(new UnregisterController(request.controllerId()))
        .thenApply(UnregisterControllerHandler::response);
  }

  private static UnregisterControllerResponse response(Answer<UnregisterController.Reply> answer) {
    Refusal refusal =
        answer instanceof Answer.Rejected<UnregisterController.Reply> rejected
            ? rejected.refusal()
            : ((Answer.Decided<UnregisterController.Reply>) answer).reply().refusal();
    ErrorCode error = refusal == null ? ErrorCode.NONE : WireErrors.of(refusal.fault());
    return UnregisterControllerResponse.builder()
        .errorCode(error.code())
        .errorMessage(refusal == null ? "" : refusal.message())
        .build();
  }
}

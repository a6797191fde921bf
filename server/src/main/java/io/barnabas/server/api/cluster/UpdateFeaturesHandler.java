package io.barnabas.server.api.cluster;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.UpdateFeaturesRequest;
import io.barnabas.codec.message.UpdateFeaturesRequest.FeatureUpdateKey;
import io.barnabas.codec.message.UpdateFeaturesResponse;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.Refusal;
import io.barnabas.metadata.controller.UpdateFeatures;
import io.barnabas.metadata.controller.UpdateFeatures.Direction;
import io.barnabas.metadata.controller.UpdateFeatures.Update;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * UpdateFeatures (key 57), versions 0-2. All of a request or nothing.
 *
 * <ul>
 *   <li>v1: dry runs, and kinds of downgrades (KIP-778)
 *   <li>v2: no results of single features
 * </ul>
 */
public final class UpdateFeaturesHandler
    implements ApiHandler<UpdateFeaturesRequest, UpdateFeaturesResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.UPDATE_FEATURES);
  private static final int LAST_VERSION_WITH_RESULTS = 1;

  private static final String QUORUM_FEATURE = "kraft.version";

  private final Controller controller;
  private final BooleanSupplier votersInLog;

  /**
   * A handler.
   *
   * @param votersInLog whether {@code kraft.version}, which is the quorum's and not the
   *     controller's, is 1; it stays what it is
   */
  public UpdateFeaturesHandler(Controller controller, BooleanSupplier votersInLog) {
    this.controller = controller;
    this.votersInLog = votersInLog;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable UpdateFeaturesResponse> handle(
      RequestContext context, UpdateFeaturesRequest request) {
    List<Update> updates =
        request.featureUpdates().stream().map(each -> update(context.version(), each)).toList();
    List<Update> changes = updates.stream().filter(each -> !isQuorumAsItIs(each)).toList();
    return controller
        .submit(new UpdateFeatures(changes, request.validateOnly()))
        .thenApply(answer -> response(context.version(), updates, answer));
  }

  private boolean isQuorumAsItIs(Update update) {
    return update.feature().equals(QUORUM_FEATURE)
        && update.level() == (votersInLog.getAsBoolean() ? 1 : 0);
  }

  private static Update update(short version, FeatureUpdateKey update) {
    Direction direction =
        version == 0
            ? update.allowDowngrade() ? Direction.SAFE_DOWNGRADE : Direction.UPGRADE
            : Direction.ofId(update.upgradeType());
    return new Update(update.feature(), update.maxVersionLevel(), direction);
  }

  private static UpdateFeaturesResponse response(
      short version, List<Update> updates, Answer<UpdateFeatures.Reply> answer) {
    if (answer instanceof Answer.Rejected<UpdateFeatures.Reply> rejected) {
      return refused(rejected.refusal(), rejected.refusal().message());
    }
    Refusal refusal = ((Answer.Decided<UpdateFeatures.Reply>) answer).reply().refusal();
    if (refusal != null) {
      return refused(
          refusal,
          "The update failed for all features since the following feature had an error: "
              + refusal.message());
    }
    return UpdateFeaturesResponse.builder()
        .errorMessage(null)
        .results(
            version > LAST_VERSION_WITH_RESULTS
                ? List.of()
                : updates.stream().map(UpdateFeaturesHandler::updated).toList())
        .build();
  }

  private static UpdateFeaturesResponse.UpdatableFeatureResult updated(Update update) {
    return UpdateFeaturesResponse.UpdatableFeatureResult.builder()
        .feature(update.feature())
        .errorMessage(ErrorCode.NONE.name())
        .build();
  }

  private static UpdateFeaturesResponse refused(Refusal refusal, String message) {
    return UpdateFeaturesResponse.builder()
        .errorCode(WireErrors.of(refusal.fault()).code())
        .errorMessage(message)
        .build();
  }
}

package io.barnabas.server.api.config;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.AlterConfigsRequest;
import io.barnabas.codec.message.AlterConfigsRequest.AlterConfigsResource;
import io.barnabas.codec.message.AlterConfigsRequest.AlterableConfig;
import io.barnabas.codec.message.AlterConfigsResponse;
import io.barnabas.metadata.controller.AlterConfigs;
import io.barnabas.metadata.controller.AlterConfigs.Replacement;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.config.AlteredResources.Named;
import io.barnabas.server.api.config.AlteredResources.Outcome;
import io.barnabas.server.api.config.ConfigAlterer.Proposal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * AlterConfigs (key 33), versions 0-2; flexible from v2. Replaces all configs of a resource, as
 * clients did before they could change single ones.
 */
public final class AlterConfigsHandler
    implements ApiHandler<AlterConfigsRequest, AlterConfigsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.ALTER_CONFIGS);

  private final ConfigAlterer alterer;

  public AlterConfigsHandler(ConfigAlterer alterer) {
    this.alterer = alterer;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable AlterConfigsResponse> handle(
      RequestContext context, AlterConfigsRequest request) {
    List<Proposal<Replacement>> replacements = new ArrayList<>();
    AlteredResources altered =
        AlteredResources.of(
            request.resources(),
            AlterConfigsHandler::named,
            resource -> prepare(resource, replacements));
    return alterer
        .alter(altered, replacements, left -> new AlterConfigs(left, request.validateOnly()))
        .thenApply(
            done ->
                AlterConfigsResponse.builder()
                    .responses(done.told(AlterConfigsHandler::result))
                    .build());
  }

  private static Named named(AlterConfigsResource resource) {
    return new Named(resource.resourceType(), resource.resourceName());
  }

  private static @Nullable Outcome prepare(
      AlterConfigsResource resource, List<Proposal<Replacement>> replacements) {
    Map<String, String> configs = new HashMap<>();
    for (AlterableConfig config : resource.configs()) {
      String value = config.value();
      if (value == null) {
        return Outcome.invalid("Null value not supported for : " + config.name());
      }
      if (configs.put(config.name(), value) != null) {
        return Outcome.invalid("Error due to duplicate config keys");
      }
    }
    ConfigResource.Type type = ResourceTypes.ofId(resource.resourceType());
    if (type == null || type == ConfigResource.Type.BROKER_LOGGER) {
      return Outcome.invalid("Unknown resource type " + resource.resourceType());
    }
    ConfigResource named = new ConfigResource(type, resource.resourceName());
    replacements.add(new Proposal<>(named, new Replacement(named, configs), configs));
    return null;
  }

  private static AlterConfigsResponse.AlterConfigsResourceResponse result(
      Named resource, Outcome outcome) {
    return AlterConfigsResponse.AlterConfigsResourceResponse.builder()
        .errorCode(outcome.error().code())
        .errorMessage(outcome.message())
        .resourceType(resource.type())
        .resourceName(resource.name())
        .build();
  }
}

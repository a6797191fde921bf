package io.barnabas.server.api.config;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.AlterConfigsRequest;
import io.barnabas.codec.message.AlterConfigsRequest.AlterConfigsResource;
import io.barnabas.codec.message.AlterConfigsRequest.AlterableConfig;
import io.barnabas.codec.message.AlterConfigsResponse;
import io.barnabas.metadata.controller.AlterConfigs;
import io.barnabas.metadata.controller.AlterConfigs.Replacement;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.config.AlteredResources.Named;
import io.barnabas.server.api.config.AlteredResources.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * AlterConfigs (key 33), versions 0-2; flexible from v2. Replaces all configs of a resource, as
 * clients did before they could change single ones.
 */
public final class AlterConfigsHandler
    implements ApiHandler<AlterConfigsRequest, AlterConfigsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.ALTER_CONFIGS);

  private final Controller controller;
  private final OwnConfigs own;

  public AlterConfigsHandler(Controller controller, OwnConfigs own) {
    this.controller = controller;
    this.own = own;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable AlterConfigsResponse> handle(
      RequestContext context, AlterConfigsRequest request) {
    AlteredResources altered =
        new AlteredResources(request.resources().stream().map(AlterConfigsHandler::named).toList());
    List<Replacement> replacements = new ArrayList<>();
    for (AlterConfigsResource resource : request.resources()) {
      if (!altered.isSettled(named(resource))) {
        Outcome outcome = prepare(resource, replacements);
        if (outcome != null) {
          altered.note(named(resource), outcome);
        }
      }
    }
    CompletionStage<?> judged = CompletableFuture.completedFuture(null);
    for (Replacement each : List.copyOf(replacements)) {
      judged =
          judged
              .thenCompose(before -> own.complaint(each.resource(), each.configs()))
              .thenAccept(
                  complaint -> {
                    if (altered.noteIfRefused(each.resource(), complaint)) {
                      replacements.remove(each);
                    }
                  });
    }
    return judged
        .thenCompose(
            all -> controller.submit(new AlterConfigs(replacements, request.validateOnly())))
        .thenApply(
            answer -> {
              altered.take(answer);
              return response(request, altered);
            });
  }

  private static Named named(AlterConfigsResource resource) {
    return new Named(resource.resourceType(), resource.resourceName());
  }

  private static @Nullable Outcome prepare(
      AlterConfigsResource resource, List<Replacement> replacements) {
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
    replacements.add(new Replacement(new ConfigResource(type, resource.resourceName()), configs));
    return null;
  }

  private static AlterConfigsResponse response(
      AlterConfigsRequest request, AlteredResources altered) {
    return AlterConfigsResponse.builder()
        .responses(
            request.resources().stream()
                .map(resource -> result(resource, altered.of(named(resource))))
                .toList())
        .build();
  }

  private static AlterConfigsResponse.AlterConfigsResourceResponse result(
      AlterConfigsResource resource, Outcome outcome) {
    return AlterConfigsResponse.AlterConfigsResourceResponse.builder()
        .errorCode(outcome.error().code())
        .errorMessage(outcome.message())
        .resourceType(resource.resourceType())
        .resourceName(resource.resourceName())
        .build();
  }
}

package io.barnabas.server.api.config;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.DescribeConfigsRequest;
import io.barnabas.codec.message.DescribeConfigsRequest.DescribeConfigsResource;
import io.barnabas.codec.message.DescribeConfigsResponse;
import io.barnabas.metadata.config.EffectiveConfig;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.Repeats;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.config.DescribableConfigs.Described;
import io.barnabas.server.api.config.DescribableConfigs.Found;
import io.barnabas.server.api.config.DescribableConfigs.Refused;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * DescribeConfigs (key 32), versions 1-4. Values of secrets are left out.
 *
 * <ul>
 *   <li>v3: types and documentation; v4: flexible
 * </ul>
 */
public final class DescribeConfigsHandler
    implements ApiHandler<DescribeConfigsRequest, DescribeConfigsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DESCRIBE_CONFIGS);

  private final DescribableConfigs describable;

  public DescribeConfigsHandler(DescribableConfigs describable) {
    this.describable = describable;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DescribeConfigsResponse> handle(
      RequestContext context, DescribeConfigsRequest request) {
    List<DescribeConfigsResource> resources = Repeats.bounded(request.resources());
    // A kind that has no configs is a mistake of the whole request.
    boolean mistaken =
        resources.stream().anyMatch(each -> ResourceTypes.ofId(each.resourceType()) == null);
    return CompletableFuture.completedFuture(
        DescribeConfigsResponse.builder()
            .results(
                resources.stream()
                    .map(each -> mistaken ? mistaken(each) : describe(request, each))
                    .toList())
            .build());
  }

  private DescribeConfigsResponse.DescribeConfigsResult describe(
      DescribeConfigsRequest request, DescribeConfigsResource resource) {
    ConfigResource.Type type = ResourceTypes.ofId(resource.resourceType());
    if (type == null) {
      return mistaken(resource);
    }
    Found found = describable.find(type, resource.resourceName());
    if (found instanceof Refused refused) {
      return refused(resource, refused.error(), refused.message());
    }
    return described(request, resource, ((Described) found).configs());
  }

  private static DescribeConfigsResponse.DescribeConfigsResult described(
      DescribeConfigsRequest request,
      DescribeConfigsResource resource,
      List<EffectiveConfig> configs) {
    List<String> keys = resource.configurationKeys();
    Set<String> wanted = keys == null ? Set.of() : new HashSet<>(keys);
    return DescribeConfigsResponse.DescribeConfigsResult.builder()
        .resourceType(resource.resourceType())
        .resourceName(resource.resourceName())
        .configs(
            configs.stream()
                .filter(config -> wanted.isEmpty() || wanted.contains(config.name()))
                .map(config -> entry(request, config))
                .toList())
        .build();
  }

  private static DescribeConfigsResponse.DescribeConfigsResourceResult entry(
      DescribeConfigsRequest request, EffectiveConfig config) {
    return DescribeConfigsResponse.DescribeConfigsResourceResult.builder()
        .name(config.name())
        .value(config.sensitive() ? null : config.value())
        .readOnly(config.readOnly())
        .configSource(config.source().id())
        .isSensitive(config.sensitive())
        .synonyms(
            request.includeSynonyms()
                ? config.synonyms().stream().map(each -> synonym(config, each)).toList()
                : List.of())
        .configType(config.type().id())
        .documentation(request.includeDocumentation() ? config.documentation() : null)
        .build();
  }

  private static DescribeConfigsResponse.DescribeConfigsSynonym synonym(
      EffectiveConfig config, EffectiveConfig.ConfigSynonym synonym) {
    return DescribeConfigsResponse.DescribeConfigsSynonym.builder()
        .name(synonym.name())
        .value(config.sensitive() ? null : synonym.value())
        .source(synonym.source().id())
        .build();
  }

  private static DescribeConfigsResponse.DescribeConfigsResult mistaken(
      DescribeConfigsResource resource) {
    return refused(
        resource,
        ErrorCode.INVALID_REQUEST,
        "The request names a kind of resource without configs.");
  }

  private static DescribeConfigsResponse.DescribeConfigsResult refused(
      DescribeConfigsResource resource, ErrorCode error, String message) {
    return DescribeConfigsResponse.DescribeConfigsResult.builder()
        .errorCode(error.code())
        .errorMessage(message)
        .resourceType(resource.resourceType())
        .resourceName(resource.resourceName())
        .build();
  }
}

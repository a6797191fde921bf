package io.barnabas.server.api.topic;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.DescribeConfigsRequest;
import io.barnabas.codec.message.DescribeConfigsResponse;
import io.barnabas.metadata.config.EffectiveConfig;
import io.barnabas.metadata.config.TopicConfigs;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.TopicNames;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * DescribeConfigs (key 32), versions 1-4: topics, and this broker. Values of secrets are left out.
 *
 * <ul>
 *   <li>v3: types and documentation; v4: flexible
 * </ul>
 */
public final class DescribeConfigsHandler
    implements ApiHandler<DescribeConfigsRequest, DescribeConfigsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DESCRIBE_CONFIGS);

  private final ClusterView cluster;
  private final TopicConfigs topicConfigs;
  private final BrokerConfigs brokerConfigs;

  public DescribeConfigsHandler(
      ClusterView cluster, TopicConfigs topicConfigs, BrokerConfigs brokerConfigs) {
    this.cluster = cluster;
    this.topicConfigs = topicConfigs;
    this.brokerConfigs = brokerConfigs;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DescribeConfigsResponse> handle(
      RequestContext context, DescribeConfigsRequest request) {
    return CompletableFuture.completedFuture(
        DescribeConfigsResponse.builder()
            .results(
                // Once each: a small request that repeats itself must not make a huge answer.
                request.resources().stream()
                    .distinct()
                    .map(resource -> describe(request, resource))
                    .toList())
            .build());
  }

  private DescribeConfigsResponse.DescribeConfigsResult describe(
      DescribeConfigsRequest request, DescribeConfigsRequest.DescribeConfigsResource resource) {
    if (resource.resourceType() == ConfigResource.Type.TOPIC.id()) {
      return topic(request, resource);
    }
    if (resource.resourceType() == ConfigResource.Type.BROKER.id()) {
      return broker(request, resource);
    }
    return refused(
        resource,
        ErrorCode.INVALID_REQUEST,
        "Configs of resource type " + resource.resourceType() + " are not kept by this broker.");
  }

  private DescribeConfigsResponse.DescribeConfigsResult topic(
      DescribeConfigsRequest request, DescribeConfigsRequest.DescribeConfigsResource resource) {
    String name = resource.resourceName();
    if (!TopicNames.isValid(name)) {
      return refused(resource, ErrorCode.INVALID_TOPIC_EXCEPTION, "The topic name is invalid.");
    }
    MetadataImage image = cluster.image();
    if (image.topics().topic(name) == null) {
      return refused(resource, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "");
    }
    return described(request, resource, topicConfigs.resolve(name, image.configs()).all());
  }

  private DescribeConfigsResponse.DescribeConfigsResult broker(
      DescribeConfigsRequest request, DescribeConfigsRequest.DescribeConfigsResource resource) {
    String name = resource.resourceName();
    if (name.isEmpty()) {
      // The defaults of all brokers set at run time: there are none.
      return described(request, resource, List.of());
    }
    if (!name.equals(Integer.toString(cluster.nodeId()))) {
      return refused(
          resource,
          ErrorCode.INVALID_REQUEST,
          "Unexpected broker id, expected "
              + cluster.nodeId()
              + " or empty string, but received "
              + name);
    }
    return described(request, resource, brokerConfigs.all());
  }

  private static DescribeConfigsResponse.DescribeConfigsResult described(
      DescribeConfigsRequest request,
      DescribeConfigsRequest.DescribeConfigsResource resource,
      List<EffectiveConfig> configs) {
    List<String> wanted = resource.configurationKeys();
    return DescribeConfigsResponse.DescribeConfigsResult.builder()
        .resourceType(resource.resourceType())
        .resourceName(resource.resourceName())
        .configs(
            configs.stream()
                .filter(config -> wanted == null || wanted.contains(config.name()))
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

  private static DescribeConfigsResponse.DescribeConfigsResult refused(
      DescribeConfigsRequest.DescribeConfigsResource resource, ErrorCode error, String message) {
    return DescribeConfigsResponse.DescribeConfigsResult.builder()
        .errorCode(error.code())
        .errorMessage(message)
        .resourceType(resource.resourceType())
        .resourceName(resource.resourceName())
        .build();
  }
}

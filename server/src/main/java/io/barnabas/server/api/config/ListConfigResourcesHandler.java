package io.barnabas.server.api.config;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.ListConfigResourcesRequest;
import io.barnabas.codec.message.ListConfigResourcesResponse;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.ConfigResource.Type;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * ListConfigResources (key 74), versions 0-1. Topics and brokers are told because they exist,
 * groups and metrics subscriptions because something is set on them.
 *
 * <ul>
 *   <li>v0: subscriptions of client metrics only (KIP-1000); v1: all kinds (KIP-1142)
 * </ul>
 */
public final class ListConfigResourcesHandler
    implements ApiHandler<ListConfigResourcesRequest, ListConfigResourcesResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.LIST_CONFIG_RESOURCES);

  private final ClusterView cluster;

  public ListConfigResourcesHandler(ClusterView cluster) {
    this.cluster = cluster;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable ListConfigResourcesResponse> handle(
      RequestContext context, ListConfigResourcesRequest request) {
    return CompletableFuture.completedFuture(response(context, request));
  }

  private ListConfigResourcesResponse response(
      RequestContext context, ListConfigResourcesRequest request) {
    Set<Type> types = EnumSet.noneOf(Type.class);
    if (context.version() == 0) {
      types.add(Type.CLIENT_METRICS);
    } else if (request.resourceTypes().isEmpty()) {
      types.addAll(EnumSet.allOf(Type.class));
    }
    for (byte id : request.resourceTypes()) {
      try {
        types.add(Type.ofId(id));
      } catch (IllegalArgumentException unknown) {
        return ListConfigResourcesResponse.builder()
            .errorCode(ErrorCode.UNSUPPORTED_VERSION.code())
            .build();
      }
    }
    return ListConfigResourcesResponse.builder()
        .configResources(
            resources(cluster.image(), types, context.connection()).stream()
                .sorted(
                    Comparator.comparing(ConfigResource::type).thenComparing(ConfigResource::name))
                .map(ListConfigResourcesHandler::told)
                .toList())
        .build();
  }

  private List<ConfigResource> resources(
      MetadataImage image, Set<Type> types, ClientConnection client) {
    List<ConfigResource> found = new ArrayList<>();
    if (types.contains(Type.TOPIC)) {
      image.topics().forEach(topic -> found.add(ConfigResource.topic(topic.name())));
    }
    for (ClusterView.Node node : cluster.nodes(image, client)) {
      for (Type type : List.of(Type.BROKER, Type.BROKER_LOGGER)) {
        if (types.contains(type)) {
          found.add(new ConfigResource(type, Integer.toString(node.id())));
        }
      }
    }
    image
        .configs()
        .forEach(
            (resource, configs) -> {
              boolean named =
                  resource.type() == Type.GROUP || resource.type() == Type.CLIENT_METRICS;
              if (named && types.contains(resource.type())) {
                found.add(resource);
              }
            });
    return found;
  }

  private static ListConfigResourcesResponse.ConfigResource told(ConfigResource resource) {
    return ListConfigResourcesResponse.ConfigResource.builder()
        .resourceName(resource.name())
        .resourceType(resource.type().id())
        .build();
  }
}

package io.barnabas.server.api.guard;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.AlterConfigsRequest;
import io.barnabas.codec.message.AlterConfigsResponse;
import io.barnabas.codec.message.DescribeConfigsRequest;
import io.barnabas.codec.message.DescribeConfigsResponse;
import io.barnabas.codec.message.IncrementalAlterConfigsRequest;
import io.barnabas.codec.message.IncrementalAlterConfigsResponse;
import io.barnabas.codec.message.ListConfigResourcesResponse;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.server.api.access.Access;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Guards of configs, resource by resource. Kinds that nobody knows are left to the handlers. */
final class ConfigGuards {
  private ConfigGuards() {}

  static void addTo(GuardBook book) {
    Guard<DescribeConfigsRequest, DescribeConfigsResponse> describe = ConfigGuards::describe;
    book.put(ApiKey.DESCRIBE_CONFIGS, describe);
    Guard<AlterConfigsRequest, AlterConfigsResponse> alter = ConfigGuards::alter;
    book.put(ApiKey.ALTER_CONFIGS, alter);
    Guard<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> incremental =
        ConfigGuards::alterIncrementally;
    book.put(ApiKey.INCREMENTAL_ALTER_CONFIGS, incremental);
    book.onCluster(
        ApiKey.LIST_CONFIG_RESOURCES,
        AclOperation.DESCRIBE_CONFIGS,
        (access, request) ->
            ListConfigResourcesResponse.builder()
                .errorCode(ErrorCode.CLUSTER_AUTHORIZATION_FAILED.code())
                .build());
  }

  /** Whose the configs of a kind of resource are: those of brokers are the cluster's. */
  private static @Nullable ResourceType owner(byte resourceType) {
    for (ConfigResource.Type type : ConfigResource.Type.values()) {
      if (type.id() == resourceType) {
        return switch (type) {
          case TOPIC -> ResourceType.TOPIC;
          case GROUP -> ResourceType.GROUP;
          case BROKER, BROKER_LOGGER, CLIENT_METRICS -> ResourceType.CLUSTER;
        };
      }
    }
    return null;
  }

  private static boolean may(
      Access access, AclOperation operation, byte resourceType, String name) {
    ResourceType owner = owner(resourceType);
    return owner == null
        || access.may(
            operation, owner, owner == ResourceType.CLUSTER ? ResourceType.CLUSTER_NAME : name);
  }

  private static ErrorCode error(byte resourceType) {
    ResourceType owner = owner(resourceType);
    return owner == ResourceType.TOPIC
        ? ErrorCode.TOPIC_AUTHORIZATION_FAILED
        : owner == ResourceType.GROUP
            ? ErrorCode.GROUP_AUTHORIZATION_FAILED
            : ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
  }

  private static Admission<DescribeConfigsRequest, DescribeConfigsResponse> describe(
      Access access, DescribeConfigsRequest request) {
    var split =
        Split.of(
            request.resources(),
            each ->
                may(
                    access,
                    AclOperation.DESCRIBE_CONFIGS,
                    each.resourceType(),
                    each.resourceName()));
    List<DescribeConfigsResponse.DescribeConfigsResult> refused =
        split.refused().stream()
            .map(
                each ->
                    DescribeConfigsResponse.DescribeConfigsResult.builder()
                        .errorCode(error(each.resourceType()).code())
                        .errorMessage(error(each.resourceType()).message())
                        .resourceType(each.resourceType())
                        .resourceName(each.resourceName())
                        .build())
            .toList();
    return Admission.part(
        request.toBuilder().resources(split.allowed()).build(),
        response ->
            response.toBuilder().results(Split.joined(response.results(), refused)).build());
  }

  /** A resource as a request names it. */
  private record Named(byte type, String name) {}

  /** What may be changed; a resource named twice is left to the handler, which refuses it. */
  private static <T> Split<T> alterable(
      Access access, List<T> resources, Function<T, Named> nameOf) {
    Set<Named> repeated = TopicGuards.repeated(resources.stream().map(nameOf).toList());
    return Split.of(
        resources,
        each -> {
          Named named = nameOf.apply(each);
          return repeated.contains(named)
              || may(access, AclOperation.ALTER_CONFIGS, named.type(), named.name());
        });
  }

  private static Admission<AlterConfigsRequest, AlterConfigsResponse> alter(
      Access access, AlterConfigsRequest request) {
    var split =
        alterable(
            access,
            request.resources(),
            each -> new Named(each.resourceType(), each.resourceName()));
    List<AlterConfigsResponse.AlterConfigsResourceResponse> refused =
        split.refused().stream()
            .map(
                each ->
                    AlterConfigsResponse.AlterConfigsResourceResponse.builder()
                        .errorCode(error(each.resourceType()).code())
                        .errorMessage(error(each.resourceType()).message())
                        .resourceType(each.resourceType())
                        .resourceName(each.resourceName())
                        .build())
            .toList();
    return Admission.part(
        request.toBuilder().resources(split.allowed()).build(),
        response ->
            response.toBuilder().responses(Split.joined(response.responses(), refused)).build());
  }

  private static Admission<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>
      alterIncrementally(Access access, IncrementalAlterConfigsRequest request) {
    var split =
        alterable(
            access,
            request.resources(),
            each -> new Named(each.resourceType(), each.resourceName()));
    List<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> refused =
        split.refused().stream()
            .map(
                each ->
                    IncrementalAlterConfigsResponse.AlterConfigsResourceResponse.builder()
                        .errorCode(error(each.resourceType()).code())
                        .errorMessage(error(each.resourceType()).message())
                        .resourceType(each.resourceType())
                        .resourceName(each.resourceName())
                        .build())
            .toList();
    return Admission.part(
        request.toBuilder().resources(split.allowed()).build(),
        response ->
            response.toBuilder().responses(Split.joined(response.responses(), refused)).build());
  }
}

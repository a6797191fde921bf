package io.barnabas.server.api.acl;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.DescribeAclsRequest;
import io.barnabas.codec.message.DescribeAclsResponse;
import io.barnabas.metadata.acl.AclFilter;
import io.barnabas.metadata.image.AccessControlEntry;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * DescribeAcls (key 29), versions 1-3; v1: kinds of patterns (KIP-290), v2: flexible, v3: users.
 */
public final class DescribeAclsHandler
    implements ApiHandler<DescribeAclsRequest, DescribeAclsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DESCRIBE_ACLS);

  private record Pattern(byte resourceType, String name, byte patternType) {}

  private final ClusterView cluster;
  private final boolean enabled;
  private final Executor readerPool;

  /**
   * A handler.
   *
   * @param enabled whether there is an authorizer
   * @param readerPool for looking through all of many ACLs
   */
  public DescribeAclsHandler(ClusterView cluster, boolean enabled, Executor readerPool) {
    this.readerPool = readerPool;
    this.cluster = cluster;
    this.enabled = enabled;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DescribeAclsResponse> handle(
      RequestContext context, DescribeAclsRequest request) {
    UnknownElements.refuse(request);
    return enabled
        ? CompletableFuture.supplyAsync(() -> found(request), readerPool)
        : CompletableFuture.completedFuture(
            DescribeAclsResponse.builder()
                .errorCode(ErrorCode.SECURITY_DISABLED.code())
                .errorMessage("No Authorizer is configured.")
                .build());
  }

  private DescribeAclsResponse found(DescribeAclsRequest request) {
    AclFilter filter =
        AclFilters.of(
            request.resourceTypeFilter(),
            request.resourceNameFilter(),
            request.patternTypeFilter(),
            request.principalFilter(),
            request.hostFilter(),
            request.operation(),
            request.permissionType());
    Map<Pattern, List<AccessControlEntry>> byPattern = new LinkedHashMap<>();
    cluster
        .image()
        .acls()
        .forEach(
            (id, entry) -> {
              if (filter.matches(entry)) {
                byPattern
                    .computeIfAbsent(
                        new Pattern(
                            entry.resourceType(), entry.resourceName(), entry.patternType()),
                        pattern -> new ArrayList<>())
                    .add(entry);
              }
            });
    return DescribeAclsResponse.builder()
        .errorMessage("")
        .resources(
            byPattern.entrySet().stream()
                .map(each -> resource(each.getKey(), each.getValue()))
                .toList())
        .build();
  }

  private static DescribeAclsResponse.DescribeAclsResource resource(
      Pattern pattern, List<AccessControlEntry> entries) {
    return DescribeAclsResponse.DescribeAclsResource.builder()
        .resourceType(pattern.resourceType())
        .resourceName(pattern.name())
        .patternType(pattern.patternType())
        .acls(
            entries.stream()
                .map(
                    entry ->
                        DescribeAclsResponse.AclDescription.builder()
                            .principal(entry.principal())
                            .host(entry.host())
                            .operation(entry.operation())
                            .permissionType(entry.permissionType())
                            .build())
                .toList())
        .build();
  }
}

package io.barnabas.server.api.quota;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.DescribeClientQuotasRequest;
import io.barnabas.codec.message.DescribeClientQuotasRequest.ComponentData;
import io.barnabas.codec.message.DescribeClientQuotasResponse;
import io.barnabas.metadata.image.QuotaEntity;
import io.barnabas.metadata.image.QuotaEntity.Part;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** DescribeClientQuotas (key 48), versions 0-1; flexible from v1 (KIP-546). */
public final class DescribeClientQuotasHandler
    implements ApiHandler<DescribeClientQuotasRequest, DescribeClientQuotasResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DESCRIBE_CLIENT_QUOTAS);
  private static final byte EXACT = 0;
  private static final byte DEFAULT = 1;
  private static final byte SPECIFIED = 2;

  private final ClusterView cluster;

  public DescribeClientQuotasHandler(ClusterView cluster) {
    this.cluster = cluster;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DescribeClientQuotasResponse> handle(
      RequestContext context, DescribeClientQuotasRequest request) {
    return CompletableFuture.completedFuture(response(request));
  }

  private DescribeClientQuotasResponse response(DescribeClientQuotasRequest request) {
    Set<String> types = new HashSet<>();
    for (ComponentData component : request.components()) {
      String type = component.entityType();
      if (type.isEmpty()) {
        return refused(ErrorCode.INVALID_REQUEST, "Invalid empty entity type.");
      }
      if (!types.add(type)) {
        return refused(
            ErrorCode.INVALID_REQUEST,
            "Entity type " + type + " cannot appear more than once in the filter.");
      }
      if (!Set.of(QuotaEntity.USER, QuotaEntity.CLIENT_ID, QuotaEntity.IP).contains(type)) {
        return refused(ErrorCode.UNSUPPORTED_VERSION, "Unsupported entity type " + type);
      }
      String mistake = mistake(component);
      if (mistake != null) {
        return refused(ErrorCode.INVALID_REQUEST, mistake);
      }
    }
    if (types.contains(QuotaEntity.IP) && types.size() > 1) {
      return refused(
          ErrorCode.INVALID_REQUEST,
          "Invalid entity filter component combination. IP filter component should not be used with"
              + " user or clientId filter component.");
    }
    return DescribeClientQuotasResponse.builder().entries(entries(request)).build();
  }

  private static @Nullable String mistake(ComponentData component) {
    boolean named = component.match() != null;
    return switch (component.matchType()) {
      case EXACT ->
          named ? null : "Request specified MATCH_TYPE_EXACT, but set match string to null.";
      case DEFAULT ->
          named ? "Request specified MATCH_TYPE_DEFAULT, but also specified a match string." : null;
      case SPECIFIED ->
          named
              ? "Request specified MATCH_TYPE_SPECIFIED, but also specified a match string."
              : null;
      default -> "Unknown match type " + component.matchType();
    };
  }

  private List<DescribeClientQuotasResponse.EntryData> entries(
      DescribeClientQuotasRequest request) {
    List<DescribeClientQuotasResponse.EntryData> entries = new ArrayList<>();
    cluster
        .image()
        .clientQuotas()
        .forEach(
            (entity, quotas) -> {
              if (matches(entity, request)) {
                entries.add(entry(entity, quotas));
              }
            });
    return entries;
  }

  private static boolean matches(QuotaEntity entity, DescribeClientQuotasRequest request) {
    for (ComponentData component : request.components()) {
      if (entity.parts().stream().noneMatch(part -> matches(part, component))) {
        return false;
      }
    }
    return !request.strict() || entity.parts().size() == request.components().size();
  }

  private static boolean matches(Part part, ComponentData component) {
    if (!part.type().equals(component.entityType())) {
      return false;
    }
    String name = part.name();
    return switch (component.matchType()) {
      case EXACT -> name != null && name.equals(component.match());
      case DEFAULT -> name == null;
      default -> true;
    };
  }

  private static DescribeClientQuotasResponse.EntryData entry(
      QuotaEntity entity, Map<String, Double> quotas) {
    return DescribeClientQuotasResponse.EntryData.builder()
        .entity(
            entity.parts().stream()
                .map(
                    part ->
                        DescribeClientQuotasResponse.EntityData.builder()
                            .entityType(part.type())
                            .entityName(part.name())
                            .build())
                .toList())
        .values(
            new TreeMap<>(quotas)
                .entrySet().stream()
                    .map(
                        each ->
                            DescribeClientQuotasResponse.ValueData.builder()
                                .key(each.getKey())
                                .value(each.getValue())
                                .build())
                    .toList())
        .build();
  }

  private static DescribeClientQuotasResponse refused(ErrorCode error, String message) {
    return DescribeClientQuotasResponse.builder()
        .errorCode(error.code())
        .errorMessage(message)
        .entries(null)
        .build();
  }
}

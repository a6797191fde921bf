package io.barnabas.server.api.cluster;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.ApiVersionsRequest;
import io.barnabas.codec.message.ApiVersionsResponse;
import io.barnabas.metadata.image.BrokerRegistration;
import io.barnabas.metadata.image.FeaturesImage;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.VersionRange;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ApiVersions (key 18), versions 0-5. Tells what this broker answers, from the list of handlers and
 * nothing else.
 *
 * <ul>
 *   <li>v1: throttle time
 *   <li>v3: flexible; the client's software (KIP-511); features (KIP-584)
 *   <li>v4: features whose lowest level is 0 are told
 *   <li>v5: the client says whom it meant to reach (KIP-1242)
 * </ul>
 */
public final class ApiVersionsHandler
    implements ApiHandler<ApiVersionsRequest, ApiVersionsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.API_VERSIONS);
  private static final Pattern SOFTWARE =
      Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9\\-.]*[a-zA-Z0-9])?");
  private static final int NO_NODE = -1;

  private final ClusterView cluster;
  private final List<ApiVersionsResponse.ApiVersion> versions;

  /** A handler that tells of these APIs and of itself. */
  public ApiVersionsHandler(ClusterView cluster, List<ApiSpec> others) {
    this.cluster = cluster;
    List<ApiSpec> specs = new ArrayList<>(others);
    specs.add(SPEC);
    specs.sort(Comparator.comparing(ApiSpec::key));
    this.versions = specs.stream().map(ApiVersionsHandler::version).toList();
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable ApiVersionsResponse> handle(
      RequestContext context, ApiVersionsRequest request) {
    return CompletableFuture.completedFuture(answer(context, request));
  }

  @Override
  public ApiVersionsResponse onUnsupportedVersion() {
    return ApiVersionsResponse.builder()
        .errorCode(ErrorCode.UNSUPPORTED_VERSION.code())
        .apiKeys(versions)
        .build();
  }

  private ApiVersionsResponse answer(RequestContext context, ApiVersionsRequest request) {
    if (!isValid(context.version(), request)) {
      return refused(ErrorCode.INVALID_REQUEST);
    }
    if (isMeantForAnother(request)) {
      return refused(ErrorCode.REBOOTSTRAP_REQUIRED);
    }
    if (context.version() >= 3) {
      context
          .connection()
          .runs(
              new ClientConnection.Software(
                  request.clientSoftwareName(), request.clientSoftwareVersion()));
    }
    MetadataImage image = cluster.image();
    return ApiVersionsResponse.builder()
        .apiKeys(versions)
        .supportedFeatures(supported(image, context.version()))
        .finalizedFeaturesEpoch(image.provenance().lastOffset())
        .finalizedFeatures(finalized(image))
        .build();
  }

  private static boolean isValid(short version, ApiVersionsRequest request) {
    if (version >= 5 && (request.clusterId() == null) != (request.nodeId() == NO_NODE)) {
      return false;
    }
    return version < 3
        || (SOFTWARE.matcher(request.clientSoftwareName()).matches()
            && SOFTWARE.matcher(request.clientSoftwareVersion()).matches());
  }

  private boolean isMeantForAnother(ApiVersionsRequest request) {
    return request.clusterId() != null
        && (!cluster.clusterId().equals(request.clusterId())
            || cluster.nodeId() != request.nodeId());
  }

  private static ApiVersionsResponse refused(ErrorCode error) {
    return ApiVersionsResponse.builder().errorCode(error.code()).build();
  }

  private static ApiVersionsResponse.ApiVersion version(ApiSpec spec) {
    return ApiVersionsResponse.ApiVersion.builder()
        .apiKey(spec.key().id())
        .minVersion(spec.advertisedMin())
        .maxVersion(spec.max())
        .build();
  }

  private List<ApiVersionsResponse.SupportedFeatureKey> supported(
      MetadataImage image, short version) {
    BrokerRegistration self = image.cluster().broker(cluster.nodeId());
    List<ApiVersionsResponse.SupportedFeatureKey> features = new ArrayList<>();
    if (self == null) {
      return features;
    }
    for (Map.Entry<String, VersionRange> feature : self.supportedFeatures().entrySet()) {
      VersionRange range = feature.getValue();
      boolean served = FeaturesImage.SERVED.contains(feature.getKey());
      if (served && (version >= 4 || range.min() > 0)) {
        features.add(
            ApiVersionsResponse.SupportedFeatureKey.builder()
                .name(feature.getKey())
                .minVersion(range.min())
                .maxVersion(range.max())
                .build());
      }
    }
    features.sort(Comparator.comparing(ApiVersionsResponse.SupportedFeatureKey::name));
    return features;
  }

  private static List<ApiVersionsResponse.FinalizedFeatureKey> finalized(MetadataImage image) {
    return image.features().finalizedLevels().entrySet().stream()
        .filter(feature -> FeaturesImage.SERVED.contains(feature.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .map(
            feature ->
                ApiVersionsResponse.FinalizedFeatureKey.builder()
                    .name(feature.getKey())
                    .maxVersionLevel(feature.getValue())
                    .minVersionLevel(feature.getValue())
                    .build())
        .toList();
  }
}

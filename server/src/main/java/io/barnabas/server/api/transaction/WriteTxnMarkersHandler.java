package io.barnabas.server.api.transaction;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.WriteTxnMarkersRequest;
import io.barnabas.codec.message.WriteTxnMarkersResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import io.barnabas.server.transaction.MarkerAppend;
import io.barnabas.transaction.message.Marker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * WriteTxnMarkers (key 27), versions 1-2: markers that a coordinator elsewhere, or an administrator
 * who ends a hanging transaction (KIP-664), has decided on.
 *
 * <ul>
 *   <li>v2: the version that the transaction's client speaks (KIP-1228)
 * </ul>
 */
public final class WriteTxnMarkersHandler
    implements ApiHandler<WriteTxnMarkersRequest, WriteTxnMarkersResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.WRITE_TXN_MARKERS);
  private static final int VERSION_SINCE_VERSION = 2;

  private record Pending(int marker, String topic, int index, CompletableFuture<ErrorCode> error) {}

  private final MarkerAppend append;

  public WriteTxnMarkersHandler(MarkerAppend append) {
    this.append = append;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable WriteTxnMarkersResponse> handle(
      RequestContext context, WriteTxnMarkersRequest request) {
    List<Pending> pending = new ArrayList<>();
    for (int at = 0; at < request.markers().size(); at++) {
      WriteTxnMarkersRequest.WritableTxnMarker each = request.markers().get(at);
      Marker marker =
          new Marker(
              each.producerId(),
              each.producerEpoch(),
              each.coordinatorEpoch(),
              each.transactionResult(),
              context.version() >= VERSION_SINCE_VERSION ? each.transactionVersion() : 0);
      for (WriteTxnMarkersRequest.WritableTxnMarkerTopic topic : each.topics()) {
        for (int index : topic.partitionIndexes()) {
          pending.add(
              new Pending(
                  at,
                  topic.name(),
                  index,
                  append
                      .append(topic.name(), index, marker)
                      .thenApply(WriteTxnMarkersHandler::error)
                      .toCompletableFuture()));
        }
      }
    }
    return CompletableFuture.allOf(
            pending.stream().map(Pending::error).toArray(CompletableFuture<?>[]::new))
        .thenApply(all -> response(request, pending));
  }

  private static ErrorCode error(MarkerAppend.Result result) {
    if (result.refused() != null) {
      return WireErrors.of(result.refused());
    }
    return result.group() != null
        ? WireErrors.of(result.group())
        : WireErrors.of(result.unserved());
  }

  private static WriteTxnMarkersResponse response(
      WriteTxnMarkersRequest request, List<Pending> pending) {
    List<WriteTxnMarkersResponse.WritableTxnMarkerResult> results = new ArrayList<>();
    for (int at = 0; at < request.markers().size(); at++) {
      int marker = at;
      List<WriteTxnMarkersResponse.WritableTxnMarkerTopicResult> topics = new ArrayList<>();
      for (WriteTxnMarkersRequest.WritableTxnMarkerTopic topic :
          request.markers().get(at).topics()) {
        topics.add(
            WriteTxnMarkersResponse.WritableTxnMarkerTopicResult.builder()
                .name(topic.name())
                .partitions(
                    pending.stream()
                        .filter(
                            each -> each.marker() == marker && each.topic().equals(topic.name()))
                        .map(WriteTxnMarkersHandler::partition)
                        .toList())
                .build());
      }
      results.add(
          WriteTxnMarkersResponse.WritableTxnMarkerResult.builder()
              .producerId(request.markers().get(at).producerId())
              .topics(topics)
              .build());
    }
    return WriteTxnMarkersResponse.builder().markers(results).build();
  }

  private static WriteTxnMarkersResponse.WritableTxnMarkerPartitionResult partition(Pending each) {
    return WriteTxnMarkersResponse.WritableTxnMarkerPartitionResult.builder()
        .partitionIndex(each.index())
        .errorCode(each.error().join().code())
        .build();
  }
}

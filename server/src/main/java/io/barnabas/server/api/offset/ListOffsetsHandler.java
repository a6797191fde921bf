package io.barnabas.server.api.offset;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.ListOffsetsRequest;
import io.barnabas.codec.message.ListOffsetsResponse;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.partition.Partitions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * ListOffsets (key 2), versions 1-11.
 *
 * <ul>
 *   <li>v2: isolation; v4: leader epochs; v6: flexible; v7: the largest timestamp (KIP-734)
 *   <li>v8, v9, v11: offsets that differ only where storage is tiered (KIP-405, KIP-1005, KIP-1023)
 *   <li>v10: a timeout for remote storage, of which there is none
 * </ul>
 */
public final class ListOffsetsHandler
    implements ApiHandler<ListOffsetsRequest, ListOffsetsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.LIST_OFFSETS);

  private final OffsetLookup lookup;
  private final Executor readerPool;

  /**
   * A handler.
   *
   * @param readerPool for looking into files
   */
  public ListOffsetsHandler(Partitions partitions, Executor readerPool) {
    this.lookup = new OffsetLookup(partitions);
    this.readerPool = readerPool;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable ListOffsetsResponse> handle(
      RequestContext context, ListOffsetsRequest request) {
    boolean reads =
        request.topics().stream()
            .anyMatch(
                topic ->
                    topic.partitions().stream()
                        .anyMatch(partition -> lookup.readsFiles(topic.name(), partition)));
    return reads
        ? CompletableFuture.supplyAsync(() -> answer(context, request), readerPool)
        : CompletableFuture.completedFuture(answer(context, request));
  }

  private ListOffsetsResponse answer(RequestContext context, ListOffsetsRequest request) {
    List<ListOffsetsResponse.ListOffsetsTopicResponse> topics = new ArrayList<>();
    for (ListOffsetsRequest.ListOffsetsTopic topic : request.topics()) {
      Set<Integer> repeated = repeated(topic);
      Set<Integer> told = new HashSet<>();
      topics.add(
          ListOffsetsResponse.ListOffsetsTopicResponse.builder()
              .name(topic.name())
              .partitions(
                  topic.partitions().stream()
                      .filter(partition -> told.add(partition.partitionIndex()))
                      .map(
                          partition ->
                              repeated.contains(partition.partitionIndex())
                                  ? OffsetLookup.failed(partition, ErrorCode.INVALID_REQUEST)
                                  : lookup.find(context.version(), request, topic, partition))
                      .toList())
              .build());
    }
    return ListOffsetsResponse.builder().topics(topics).build();
  }

  private static Set<Integer> repeated(ListOffsetsRequest.ListOffsetsTopic topic) {
    Set<Integer> seen = new HashSet<>();
    Set<Integer> repeated = new HashSet<>();
    for (ListOffsetsRequest.ListOffsetsPartition partition : topic.partitions()) {
      if (!seen.add(partition.partitionIndex())) {
        repeated.add(partition.partitionIndex());
      }
    }
    return repeated;
  }
}

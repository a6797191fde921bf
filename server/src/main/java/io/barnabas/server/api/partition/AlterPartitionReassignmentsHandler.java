package io.barnabas.server.api.partition;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.AlterPartitionReassignmentsRequest;
import io.barnabas.codec.message.AlterPartitionReassignmentsResponse;
import io.barnabas.metadata.controller.AlterReassignments;
import io.barnabas.metadata.controller.AlterReassignments.Wish;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.Refusal;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * AlterPartitionReassignments (key 45), versions 0-1.
 *
 * <ul>
 *   <li>v1: a change of the replication factor may be forbidden
 * </ul>
 */
public final class AlterPartitionReassignmentsHandler
    implements ApiHandler<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.ALTER_PARTITION_REASSIGNMENTS);

  private final Controller controller;

  public AlterPartitionReassignmentsHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable AlterPartitionReassignmentsResponse> handle(
      RequestContext context, AlterPartitionReassignmentsRequest request) {
    List<Wish> wishes = new ArrayList<>();
    for (AlterPartitionReassignmentsRequest.ReassignableTopic topic : request.topics()) {
      for (AlterPartitionReassignmentsRequest.ReassignablePartition each : topic.partitions()) {
        wishes.add(new Wish(topic.name(), each.partitionIndex(), each.replicas()));
      }
    }
    return controller
        .submit(new AlterReassignments(wishes, request.allowReplicationFactorChange()))
        .thenApply(answer -> response(request, answer));
  }

  private static AlterPartitionReassignmentsResponse response(
      AlterPartitionReassignmentsRequest request, Answer<AlterReassignments.Reply> answer) {
    AlterPartitionReassignmentsResponse.Builder response =
        AlterPartitionReassignmentsResponse.builder()
            .allowReplicationFactorChange(request.allowReplicationFactorChange());
    if (answer instanceof Answer.Decided<AlterReassignments.Reply> decided) {
      return response.errorMessage(null).responses(topics(decided.reply())).build();
    }
    Refusal refusal =
        answer instanceof Answer.Rejected<AlterReassignments.Reply> rejected
            ? rejected.refusal()
            : null;
    return response
        .errorCode(
            refusal == null
                ? ErrorCode.UNKNOWN_SERVER_ERROR.code()
                : WireErrors.of(refusal.fault()).code())
        .errorMessage(refusal == null ? null : refusal.message())
        .build();
  }

  private static List<AlterPartitionReassignmentsResponse.ReassignableTopicResponse> topics(
      AlterReassignments.Reply reply) {
    Map<String, List<AlterPartitionReassignmentsResponse.ReassignablePartitionResponse>> byTopic =
        new LinkedHashMap<>();
    for (AlterReassignments.Result result : reply.results()) {
      byTopic
          .computeIfAbsent(result.wish().topic(), topic -> new ArrayList<>())
          .add(partition(result));
    }
    return byTopic.entrySet().stream()
        .map(
            topic ->
                AlterPartitionReassignmentsResponse.ReassignableTopicResponse.builder()
                    .name(topic.getKey())
                    .partitions(topic.getValue())
                    .build())
        .toList();
  }

  private static AlterPartitionReassignmentsResponse.ReassignablePartitionResponse partition(
      AlterReassignments.Result result) {
    Refusal refusal = result.refusal();
    return AlterPartitionReassignmentsResponse.ReassignablePartitionResponse.builder()
        .partitionIndex(result.wish().partition())
        .errorCode(refusal == null ? (short) 0 : WireErrors.of(refusal.fault()).code())
        .errorMessage(refusal == null || refusal.message().isEmpty() ? null : refusal.message())
        .build();
  }
}

package io.barnabas.server.api.partition;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.ElectLeadersRequest;
import io.barnabas.codec.message.ElectLeadersResponse;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.ElectLeaders;
import io.barnabas.metadata.controller.ElectLeaders.Kind;
import io.barnabas.metadata.controller.ElectLeaders.Target;
import io.barnabas.metadata.controller.Refusal;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * ElectLeaders (key 43), versions 0-2.
 *
 * <ul>
 *   <li>v1: unclean elections, an error of the whole answer (KIP-460); v2: flexible
 * </ul>
 */
public final class ElectLeadersHandler
    implements ApiHandler<ElectLeadersRequest, ElectLeadersResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.ELECT_LEADERS);

  private final Controller controller;

  public ElectLeadersHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable ElectLeadersResponse> handle(
      RequestContext context, ElectLeadersRequest request) {
    Kind kind = Kind.ofId(request.electionType());
    if (kind == null) {
      return CompletableFuture.completedFuture(unknownKind(request));
    }
    return controller
        .submit(new ElectLeaders(kind, targets(request)))
        .thenApply(answer -> response(request, answer));
  }

  private static @Nullable List<Target> targets(ElectLeadersRequest request) {
    if (request.topicPartitions() == null) {
      return null;
    }
    List<Target> targets = new ArrayList<>();
    request
        .topicPartitions()
        .forEach(topic -> topic.partitions().forEach(each -> targets.add(target(topic, each))));
    return targets;
  }

  private static Target target(ElectLeadersRequest.TopicPartitions topic, int partition) {
    return new Target(topic.topic(), partition);
  }

  private ElectLeadersResponse response(
      ElectLeadersRequest request, Answer<ElectLeaders.Reply> answer) {
    if (answer instanceof Answer.Decided<ElectLeaders.Reply> decided) {
      Map<String, List<ElectLeadersResponse.PartitionResult>> byTopic = new LinkedHashMap<>();
      if (request.topicPartitions() == null) {
        controller.image().topics().forEach(each -> byTopic.put(each.name(), new ArrayList<>()));
      }
      for (ElectLeaders.Result result : decided.reply().results()) {
        byTopic
            .computeIfAbsent(result.target().topic(), topic -> new ArrayList<>())
            .add(partition(result));
      }
      return ElectLeadersResponse.builder()
          .replicaElectionResults(
              byTopic.entrySet().stream()
                  .map(
                      topic ->
                          ElectLeadersResponse.ReplicaElectionResult.builder()
                              .topic(topic.getKey())
                              .partitionResult(topic.getValue())
                              .build())
                  .toList())
          .build();
    }
    return refused(
        answer instanceof Answer.Rejected<ElectLeaders.Reply> rejected
            ? WireErrors.of(rejected.refusal().fault())
            : ErrorCode.UNKNOWN_SERVER_ERROR);
  }

  private static ElectLeadersResponse.PartitionResult partition(ElectLeaders.Result result) {
    Refusal refusal = result.refusal();
    return ElectLeadersResponse.PartitionResult.builder()
        .partitionId(result.target().partition())
        .errorCode(refusal == null ? (short) 0 : WireErrors.of(refusal.fault()).code())
        .errorMessage(refusal == null ? null : refusal.message())
        .build();
  }

  private static ElectLeadersResponse unknownKind(ElectLeadersRequest request) {
    ErrorCode error = ErrorCode.INVALID_REQUEST;
    String message = "There is no election of type " + request.electionType() + ".";
    List<ElectLeadersResponse.ReplicaElectionResult> results = new ArrayList<>();
    if (request.topicPartitions() != null) {
      for (ElectLeadersRequest.TopicPartitions topic : request.topicPartitions()) {
        results.add(
            ElectLeadersResponse.ReplicaElectionResult.builder()
                .topic(topic.topic())
                .partitionResult(
                    topic.partitions().stream()
                        .map(
                            partition ->
                                ElectLeadersResponse.PartitionResult.builder()
                                    .partitionId(partition)
                                    .errorCode(error.code())
                                    .errorMessage(message)
                                    .build())
                        .toList())
                .build());
      }
    }
    return ElectLeadersResponse.builder()
        .errorCode(error.code())
        .replicaElectionResults(results)
        .build();
  }

  private static ElectLeadersResponse refused(ErrorCode error) {
    return ElectLeadersResponse.builder().errorCode(error.code()).build();
  }
}

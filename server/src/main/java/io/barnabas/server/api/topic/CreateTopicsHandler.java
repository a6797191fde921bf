package io.barnabas.server.api.topic;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.CreateTopicsRequest;
import io.barnabas.codec.message.CreateTopicsResponse;
import io.barnabas.metadata.config.EffectiveConfig;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.CreateTopics;
import io.barnabas.metadata.controller.Refusal;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * CreateTopics (key 19), versions 2-7. Each topic stands for itself.
 *
 * <ul>
 *   <li>v4: the broker's defaults may be asked for (KIP-464)
 *   <li>v5: flexible; configs in the answer (KIP-525); v7: topic ids
 * </ul>
 */
public final class CreateTopicsHandler
    implements ApiHandler<CreateTopicsRequest, CreateTopicsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.CREATE_TOPICS);

  private final Controller controller;

  public CreateTopicsHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable CreateTopicsResponse> handle(
      RequestContext context, CreateTopicsRequest request) {
    List<String> names =
        request.topics().stream().map(CreateTopicsRequest.CreatableTopic::name).toList();
    Set<String> repeated = Duplicates.of(names);
    List<CreateTopics.NewTopic> topics =
        request.topics().stream()
            .filter(topic -> !repeated.contains(topic.name()))
            .map(CreateTopicsHandler::topic)
            .toList();
    return controller
        .submit(new CreateTopics(topics, request.validateOnly()))
        .thenApply(answer -> response(topics, repeated, answer));
  }

  private static CreateTopics.NewTopic topic(CreateTopicsRequest.CreatableTopic topic) {
    return new CreateTopics.NewTopic(
        topic.name(),
        topic.numPartitions(),
        topic.replicationFactor(),
        topic.assignments().stream()
            .map(
                each ->
                    new CreateTopics.PartitionAssignment(each.partitionIndex(), each.brokerIds()))
            .toList(),
        topic.configs().stream()
            .map(each -> new CreateTopics.ConfigValue(each.name(), each.value()))
            .toList());
  }

  private static CreateTopicsResponse response(
      List<CreateTopics.NewTopic> topics, Set<String> repeated, Answer<CreateTopics.Reply> answer) {
    List<CreateTopicsResponse.CreatableTopicResult> results = new ArrayList<>();
    for (String name : repeated) {
      results.add(refused(name, ErrorCode.INVALID_REQUEST, "Duplicate topic name."));
    }
    if (answer instanceof Answer.Decided<CreateTopics.Reply> decided) {
      decided.reply().results().forEach(result -> results.add(result(result)));
    } else if (answer instanceof Answer.Rejected<CreateTopics.Reply> rejected) {
      Refusal refusal = rejected.refusal();
      for (CreateTopics.NewTopic topic : topics) {
        results.add(refused(topic.name(), WireErrors.of(refusal.fault()), refusal.message()));
      }
    }
    return CreateTopicsResponse.builder().topics(results).build();
  }

  private static CreateTopicsResponse.CreatableTopicResult result(CreateTopics.Result result) {
    if (result instanceof CreateTopics.Refused refused) {
      Refusal refusal = refused.refusal();
      return refused(refused.name(), WireErrors.of(refusal.fault()), refusal.message());
    }
    CreateTopics.Created created = (CreateTopics.Created) result;
    return CreateTopicsResponse.CreatableTopicResult.builder()
        .name(created.name())
        .topicId(created.topicId())
        .errorMessage(null)
        .numPartitions(created.partitionCount())
        .replicationFactor((short) created.replicationFactor())
        .configs(created.configs().stream().map(CreateTopicsHandler::config).toList())
        .build();
  }

  private static CreateTopicsResponse.CreatableTopicConfigs config(EffectiveConfig config) {
    return CreateTopicsResponse.CreatableTopicConfigs.builder()
        .name(config.name())
        .value(config.sensitive() ? null : config.value())
        .readOnly(config.readOnly())
        .configSource(config.source().id())
        .isSensitive(config.sensitive())
        .build();
  }

  private static CreateTopicsResponse.CreatableTopicResult refused(
      String name, ErrorCode error, String message) {
    return CreateTopicsResponse.CreatableTopicResult.builder()
        .name(name)
        .topicId(Uuid.ZERO)
        .errorCode(error.code())
        .errorMessage(message)
        .build();
  }

  @Override
  public CreateTopicsResponse onFailure(RequestContext context, CreateTopicsRequest request) {
    return CreateTopicsResponse.builder()
        .topics(
            request.topics().stream()
                .map(topic -> refused(topic.name(), ErrorCode.UNKNOWN_SERVER_ERROR, ""))
                .toList())
        .build();
  }
}

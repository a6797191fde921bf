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
import io.barnabas.server.api.quota.MutationQuota;
import io.barnabas.server.quota.ClientQuotas;
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
 *   <li>v5: flexible; configs in the answer (KIP-525)
 *   <li>v6: topics over quota are refused (KIP-599); v7: topic ids
 * </ul>
 */
public final class CreateTopicsHandler
    implements ApiHandler<CreateTopicsRequest, CreateTopicsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.CREATE_TOPICS);

  private static final int STRICT_QUOTA_SINCE_VERSION = 6;

  private final Controller controller;
  private final ClientQuotas quotas;
  private final int defaultPartitions;

  /**
   * A handler.
   *
   * @param defaultPartitions {@code num.partitions}
   */
  public CreateTopicsHandler(Controller controller, ClientQuotas quotas, int defaultPartitions) {
    this.controller = controller;
    this.quotas = quotas;
    this.defaultPartitions = defaultPartitions;
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
    MutationQuota quota =
        new MutationQuota(quotas, context, context.version() >= STRICT_QUOTA_SINCE_VERSION);
    List<CreateTopics.NewTopic> topics = new ArrayList<>();
    List<String> overQuota = new ArrayList<>();
    for (CreateTopicsRequest.CreatableTopic topic : request.topics()) {
      if (!repeated.contains(topic.name())) {
        if (quota.admits(partitions(topic))) {
          topics.add(topic(topic));
        } else {
          overQuota.add(topic.name());
        }
      }
    }
    return controller
        .submit(new CreateTopics(topics, request.validateOnly()))
        .thenApply(answer -> response(topics, repeated, overQuota, answer, quota));
  }

  /** What a topic costs; nothing where one of its name is there already. */
  private int partitions(CreateTopicsRequest.CreatableTopic topic) {
    if (controller.image().topics().topic(topic.name()) != null) {
      return 0;
    }
    if (!topic.assignments().isEmpty()) {
      return topic.assignments().size();
    }
    return topic.numPartitions() < 0 ? defaultPartitions : topic.numPartitions();
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
      List<CreateTopics.NewTopic> topics,
      Set<String> repeated,
      List<String> overQuota,
      Answer<CreateTopics.Reply> answer,
      MutationQuota quota) {
    List<CreateTopicsResponse.CreatableTopicResult> results = new ArrayList<>();
    for (String name : overQuota) {
      results.add(refused(name, ErrorCode.THROTTLING_QUOTA_EXCEEDED, MutationQuota.EXCEEDED));
    }
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
    return CreateTopicsResponse.builder()
        .throttleTimeMs(quota.throttleTimeMs())
        .topics(results)
        .build();
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

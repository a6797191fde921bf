package io.barnabas.server.api.topic;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.CreatePartitionsRequest;
import io.barnabas.codec.message.CreatePartitionsResponse;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.CreatePartitions;
import io.barnabas.metadata.controller.Refusal;
import io.barnabas.metadata.image.TopicImage;
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

/** CreatePartitions (key 37), versions 0-3; flexible from v2. */
public final class CreatePartitionsHandler
    implements ApiHandler<CreatePartitionsRequest, CreatePartitionsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.CREATE_PARTITIONS);

  private static final int STRICT_QUOTA_SINCE_VERSION = 3;

  private final Controller controller;
  private final ClientQuotas quotas;

  public CreatePartitionsHandler(Controller controller, ClientQuotas quotas) {
    this.controller = controller;
    this.quotas = quotas;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable CreatePartitionsResponse> handle(
      RequestContext context, CreatePartitionsRequest request) {
    Set<String> repeated =
        Duplicates.of(
            request.topics().stream()
                .map(CreatePartitionsRequest.CreatePartitionsTopic::name)
                .toList());
    MutationQuota quota =
        new MutationQuota(quotas, context, context.version() >= STRICT_QUOTA_SINCE_VERSION);
    List<CreatePartitions.TopicGrowth> topics = new ArrayList<>();
    List<String> overQuota = new ArrayList<>();
    for (CreatePartitionsRequest.CreatePartitionsTopic topic : request.topics()) {
      if (!repeated.contains(topic.name())) {
        if (quota.admits(additional(topic))) {
          topics.add(growth(topic));
        } else {
          overQuota.add(topic.name());
        }
      }
    }
    return controller
        .submit(new CreatePartitions(topics, request.validateOnly()))
        .thenApply(answer -> response(topics, repeated, overQuota, answer, quota));
  }

  private int additional(CreatePartitionsRequest.CreatePartitionsTopic topic) {
    TopicImage known = controller.image().topics().topic(topic.name());
    return known == null ? 0 : Math.max(0, topic.count() - known.partitions().size());
  }

  private static CreatePartitions.TopicGrowth growth(
      CreatePartitionsRequest.CreatePartitionsTopic topic) {
    List<CreatePartitionsRequest.CreatePartitionsAssignment> assignments = topic.assignments();
    return new CreatePartitions.TopicGrowth(
        topic.name(),
        topic.count(),
        assignments == null
            ? null
            : assignments.stream()
                .map(CreatePartitionsRequest.CreatePartitionsAssignment::brokerIds)
                .toList());
  }

  private static CreatePartitionsResponse response(
      List<CreatePartitions.TopicGrowth> topics,
      Set<String> repeated,
      List<String> overQuota,
      Answer<CreatePartitions.Reply> answer,
      MutationQuota quota) {
    List<CreatePartitionsResponse.CreatePartitionsTopicResult> results = new ArrayList<>();
    for (String name : overQuota) {
      results.add(result(name, ErrorCode.THROTTLING_QUOTA_EXCEEDED, MutationQuota.EXCEEDED));
    }
    for (String name : repeated) {
      results.add(result(name, ErrorCode.INVALID_REQUEST, "Duplicate topic name."));
    }
    if (answer instanceof Answer.Decided<CreatePartitions.Reply> decided) {
      for (CreatePartitions.Result each : decided.reply().results()) {
        results.add(result(each.name(), each.refusal()));
      }
    } else if (answer instanceof Answer.Rejected<CreatePartitions.Reply> rejected) {
      topics.forEach(topic -> results.add(result(topic.name(), rejected.refusal())));
    }
    return CreatePartitionsResponse.builder()
        .throttleTimeMs(quota.throttleTimeMs())
        .results(results)
        .build();
  }

  private static CreatePartitionsResponse.CreatePartitionsTopicResult result(
      String name, @Nullable Refusal refusal) {
    return refusal == null
        ? result(name, ErrorCode.NONE, null)
        : result(name, WireErrors.of(refusal.fault()), refusal.message());
  }

  private static CreatePartitionsResponse.CreatePartitionsTopicResult result(
      String name, ErrorCode error, @Nullable String message) {
    return CreatePartitionsResponse.CreatePartitionsTopicResult.builder()
        .name(name)
        .errorCode(error.code())
        .errorMessage(message)
        .build();
  }
}

package io.barnabas.server.api.topic;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.DeleteTopicsRequest;
import io.barnabas.codec.message.DeleteTopicsResponse;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.DeleteTopics;
import io.barnabas.metadata.controller.DeleteTopics.TopicReference;
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
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * DeleteTopics (key 20), versions 1-6.
 *
 * <ul>
 *   <li>v3: deletion may be disabled; v4: flexible; v5: messages; v6: topics by id
 * </ul>
 */
public final class DeleteTopicsHandler
    implements ApiHandler<DeleteTopicsRequest, DeleteTopicsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DELETE_TOPICS);

  private static final int STRICT_QUOTA_SINCE_VERSION = 5;

  private final Controller controller;
  private final ClientQuotas quotas;
  private final boolean enabled;

  /**
   * A handler.
   *
   * @param enabled {@code delete.topic.enable}
   */
  public DeleteTopicsHandler(Controller controller, ClientQuotas quotas, boolean enabled) {
    this.controller = controller;
    this.quotas = quotas;
    this.enabled = enabled;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DeleteTopicsResponse> handle(
      RequestContext context, DeleteTopicsRequest request) {
    List<TopicReference> asked = references(context.version(), request);
    if (!enabled) {
      return CompletableFuture.completedFuture(disabled(context.version(), asked));
    }
    List<DeleteTopicsResponse.DeletableTopicResult> refused = new ArrayList<>();
    MutationQuota quota =
        new MutationQuota(quotas, context, context.version() >= STRICT_QUOTA_SINCE_VERSION);
    List<TopicReference> admitted = new ArrayList<>();
    for (TopicReference each : withoutMistakes(asked, refused)) {
      if (quota.admits(partitions(each))) {
        admitted.add(each);
      } else {
        refused.add(
            result(
                each.name(),
                each.id(),
                ErrorCode.THROTTLING_QUOTA_EXCEEDED,
                MutationQuota.EXCEEDED));
      }
    }
    return controller
        .submit(new DeleteTopics(admitted))
        .thenApply(answer -> response(admitted, refused, answer, quota));
  }

  private int partitions(TopicReference reference) {
    String name = reference.name();
    TopicImage topic =
        name == null
            ? controller.image().topics().topic(reference.id())
            : controller.image().topics().topic(name);
    return topic == null ? 0 : topic.partitions().size();
  }

  private static List<TopicReference> references(short version, DeleteTopicsRequest request) {
    return version >= 6
        ? request.topics().stream()
            .map(topic -> new TopicReference(topic.name(), topic.topicId()))
            .toList()
        : request.topicNames().stream().map(TopicReference::byName).toList();
  }

  private static DeleteTopicsResponse disabled(short version, List<TopicReference> asked) {
    ErrorCode error = version < 3 ? ErrorCode.INVALID_REQUEST : ErrorCode.TOPIC_DELETION_DISABLED;
    return DeleteTopicsResponse.builder()
        .responses(
            asked.stream()
                .map(each -> result(each.name(), each.id(), error, "Topic deletion is disabled."))
                .toList())
        .build();
  }

  private static List<TopicReference> withoutMistakes(
      List<TopicReference> asked, List<DeleteTopicsResponse.DeletableTopicResult> refused) {
    Set<String> repeatedNames =
        Duplicates.of(asked.stream().map(TopicReference::name).filter(Objects::nonNull).toList());
    Set<Uuid> repeatedIds =
        Duplicates.of(
            asked.stream().map(TopicReference::id).filter(id -> !id.equals(Uuid.ZERO)).toList());
    List<TopicReference> clear = new ArrayList<>();
    for (TopicReference each : asked) {
      String mistake = mistake(each, repeatedNames, repeatedIds);
      if (mistake == null) {
        clear.add(each);
      } else {
        refused.add(result(each.name(), each.id(), ErrorCode.INVALID_REQUEST, mistake));
      }
    }
    return clear;
  }

  private static @Nullable String mistake(
      TopicReference each, Set<String> repeatedNames, Set<Uuid> repeatedIds) {
    String name = each.name();
    boolean hasId = !each.id().equals(Uuid.ZERO);
    if (name == null && !hasId) {
      return "Neither topic name nor id were specified.";
    }
    if (name != null && hasId) {
      return "You may not specify both topic name and topic id.";
    }
    if (name != null && repeatedNames.contains(name)) {
      return "Duplicate topic name.";
    }
    return hasId && repeatedIds.contains(each.id()) ? "Duplicate topic id." : null;
  }

  private static DeleteTopicsResponse response(
      List<TopicReference> asked,
      List<DeleteTopicsResponse.DeletableTopicResult> refused,
      Answer<DeleteTopics.Reply> answer,
      MutationQuota quota) {
    List<DeleteTopicsResponse.DeletableTopicResult> results = new ArrayList<>(refused);
    if (answer instanceof Answer.Decided<DeleteTopics.Reply> decided) {
      decided.reply().results().forEach(each -> results.add(result(each)));
    } else if (answer instanceof Answer.Rejected<DeleteTopics.Reply> rejected) {
      Refusal refusal = rejected.refusal();
      for (TopicReference each : asked) {
        results.add(
            result(each.name(), each.id(), WireErrors.of(refusal.fault()), refusal.message()));
      }
    }
    return DeleteTopicsResponse.builder()
        .throttleTimeMs(quota.throttleTimeMs())
        .responses(results)
        .build();
  }

  private static DeleteTopicsResponse.DeletableTopicResult result(DeleteTopics.Result result) {
    Refusal refusal = result.refusal();
    return refusal == null
        ? result(result.name(), result.id(), ErrorCode.NONE, null)
        : result(result.name(), result.id(), WireErrors.of(refusal.fault()), refusal.message());
  }

  private static DeleteTopicsResponse.DeletableTopicResult result(
      @Nullable String name, Uuid id, ErrorCode error, @Nullable String message) {
    return DeleteTopicsResponse.DeletableTopicResult.builder()
        .name(name)
        .topicId(id)
        .errorCode(error.code())
        .errorMessage(message)
        .build();
  }
}

package io.barnabas.server.api.topic;

import io.barnabas.codec.ErrorCode;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.CreateTopics;
import io.barnabas.metadata.controller.MetadataFault;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.api.WireErrors;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates topics that somebody asked for by using them. Several may ask at once: who comes second
 * is told that the topic exists, which is as good.
 */
public final class TopicCreation {
  private static final Logger LOG = LoggerFactory.getLogger(TopicCreation.class);

  private final AtomicReference<String> lastWarned = new AtomicReference<>("");
  private final Controller controller;
  private final OffsetsTopic offsetsTopic;
  private final TransactionsTopic transactionsTopic;

  /**
   * Creation through this controller.
   *
   * @param offsetsTopic what {@code __consumer_offsets} is made with
   * @param transactionsTopic what {@code __transaction_state} is made with
   */
  public TopicCreation(
      Controller controller, OffsetsTopic offsetsTopic, TransactionsTopic transactionsTopic) {
    this.controller = controller;
    this.offsetsTopic = offsetsTopic;
    this.transactionsTopic = transactionsTopic;
  }

  /**
   * Creates topics with what applies by default.
   *
   * @return the error of each topic that does not exist now, by name
   */
  public CompletionStage<Map<String, ErrorCode>> create(Collection<String> names) {
    if (names.isEmpty()) {
      return CompletableFuture.completedFuture(Map.of());
    }
    List<CreateTopics.NewTopic> topics = names.stream().map(this::topic).toList();
    return controller
        .submit(new CreateTopics(topics, false))
        .thenApply(answer -> errors(names, answer));
  }

  private CreateTopics.NewTopic topic(String name) {
    if (name.equals(TopicNames.TRANSACTION_STATE)) {
      return transactionsTopic.toCreate();
    }
    return name.equals(TopicNames.CONSUMER_OFFSETS)
        ? offsetsTopic.toCreate()
        : new CreateTopics.NewTopic(name, CreateTopics.DEFAULT, CreateTopics.DEFAULT, List.of());
  }

  private Map<String, ErrorCode> errors(
      Collection<String> names, Answer<CreateTopics.Reply> answer) {
    Map<String, ErrorCode> errors = new HashMap<>();
    if (answer instanceof Answer.Decided<CreateTopics.Reply> decided) {
      for (CreateTopics.Result result : decided.reply().results()) {
        if (result instanceof CreateTopics.Refused refused
            && refused.refusal().fault() != MetadataFault.TOPIC_ALREADY_EXISTS) {
          errors.put(refused.name(), WireErrors.of(refused.refusal().fault()));
          warnOnce(refused);
        }
      }
    } else {
      // Whoever asked comes again: the controller is changing or cannot write just now.
      names.forEach(name -> errors.put(name, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
    }
    return errors;
  }

  /**
   * Tells of the topics of coordinators only: without them there are no groups and no transactions,
   * and the reason lies with whoever runs the broker. Clients ask again and again, so the same
   * reason is told once.
   */
  private void warnOnce(CreateTopics.Refused refused) {
    String reason = refused.refusal().message();
    if (TopicNames.isInternal(refused.name()) && !reason.equals(lastWarned.getAndSet(reason))) {
      LOG.warn("{} cannot be created, so its coordinator cannot serve: {}", refused.name(), reason);
    }
  }
}

package io.barnabas.metadata;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.config.TopicConfigs;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.ControllerCommand;
import io.barnabas.metadata.controller.ControllerSettings;
import io.barnabas.metadata.controller.CreateTopics;
import io.barnabas.metadata.controller.QuorumController;
import io.barnabas.metadata.controller.RegisterBroker;
import io.barnabas.metadata.controller.UnfenceBroker;
import io.barnabas.metadata.image.Endpoint;
import io.barnabas.metadata.image.FeaturesImage;
import io.barnabas.metadata.image.SecurityProtocol;
import io.barnabas.metadata.quorum.MetadataQuorum;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A controller whose tasks run when a test says so, and shorthands for talking to it. */
public final class TestNode {
  public final QuorumController controller;
  private final TaskQueue tasks;

  public TestNode(MetadataQuorum quorum, TaskQueue tasks, long seed) {
    this.tasks = tasks;
    this.controller =
        new QuorumController(
            quorum,
            new ControllerSettings(1, 1),
            new TopicConfigs(1, Map.of()),
            Map.of(),
            tasks,
            new Random(seed));
  }

  public TestNode start() {
    var ready = controller.start().toCompletableFuture();
    tasks.runAll();
    ready.join();
    return this;
  }

  public <R> R ask(ControllerCommand<R> command) {
    Answer<R> answer = askForAnswer(command);
    if (answer instanceof Answer.Decided<R> decided) {
      return decided.reply();
    }
    throw new AssertionError("rejected: " + answer);
  }

  public <R> Answer<R> askForAnswer(ControllerCommand<R> command) {
    var answer = controller.submit(command).toCompletableFuture();
    tasks.runAll();
    return answer.join();
  }

  /** Registers a broker and puts it into service. */
  public long join(int brokerId, long incarnation) {
    long epoch = ask(registration(brokerId, incarnation)).brokerEpoch();
    ask(new UnfenceBroker(brokerId, epoch));
    return epoch;
  }

  /** Registers a process that replaces an earlier one, in service at once. */
  public long replace(int brokerId, long incarnation, long previousEpoch) {
    return ask(registration(brokerId, incarnation, previousEpoch, true)).brokerEpoch();
  }

  public static RegisterBroker registration(int brokerId, long incarnation) {
    return registration(brokerId, incarnation, -1, false);
  }

  public static RegisterBroker registration(
      int brokerId, long incarnation, long previousEpoch, boolean inService) {
    return new RegisterBroker(
        brokerId,
        new Uuid(incarnation, brokerId),
        List.of(new Endpoint("PLAINTEXT", "localhost", 9092, SecurityProtocol.PLAINTEXT)),
        FeaturesImage.SUPPORTED,
        null,
        List.of(new Uuid(77, 1000 + brokerId)),
        previousEpoch,
        inService);
  }

  public CreateTopics.Result create(String name, int partitions, int replicationFactor) {
    return ask(new CreateTopics(
            List.of(new CreateTopics.NewTopic(name, partitions, replicationFactor, List.of())),
            false))
        .results()
        .get(0);
  }
}

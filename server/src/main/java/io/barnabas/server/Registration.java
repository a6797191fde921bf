package io.barnabas.server;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.AssignDirectories;
import io.barnabas.metadata.controller.BrokerReply;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.ControllerCommand;
import io.barnabas.metadata.controller.Refusal;
import io.barnabas.metadata.controller.RegisterBroker;
import io.barnabas.metadata.controller.RetireBroker;
import io.barnabas.metadata.controller.UpdateBroker;
import io.barnabas.metadata.image.BrokerRegistration;
import io.barnabas.metadata.image.Endpoint;
import io.barnabas.metadata.image.FeaturesImage;
import io.barnabas.server.config.Listener;
import io.barnabas.server.config.NodeConfig;
import io.barnabas.storage.log.LogStore;
import io.barnabas.storage.log.LogStore.DirectoryView;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This broker's place in the cluster: announced at every start, in service from then on. */
final class Registration {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
  private static final long NONE = -1;

  private final NodeConfig node;
  private final Controller controller;
  private final LogStore logs;
  private final RandomGenerator random;
  private volatile long brokerEpoch = NONE;

  Registration(NodeConfig node, Controller controller, LogStore logs, RandomGenerator random) {
    this.node = node;
    this.controller = controller;
    this.logs = logs;
    this.random = random;
  }

  /** The epoch under which this broker is registered; -1 before it is. */
  long brokerEpoch() {
    return brokerEpoch;
  }

  /**
   * Announces the broker and takes it into service. Blocks.
   *
   * @throws StartException if the controller refuses
   */
  void enter(List<Listener> advertised) {
    List<Endpoint> endpoints = advertised.stream().map(Listener::endpoint).toList();
    RegisterBroker.Reply registered =
        decide(
            new RegisterBroker(
                node.nodeId(),
                new Uuid(random.nextLong(), random.nextLong()),
                endpoints,
                FeaturesImage.SUPPORTED,
                node.rack(),
                onlineDirectories(),
                previousEpoch(),
                true));
    check(registered.refusal());
    brokerEpoch = registered.brokerEpoch();
    logs.registeredAs(brokerEpoch);
    directoriesChanged();
  }

  /** Says that the broker stops in order, so that whoever comes next need not wait for it. */
  void leave() {
    if (brokerEpoch == NONE) {
      return;
    }
    Answer<?> answer =
        controller
            .submit(new RetireBroker(node.nodeId(), brokerEpoch))
            .toCompletableFuture()
            .join();
    if (!(answer instanceof Answer.Decided)) {
      LOG.warn("The controller was not told that this broker stops: {}", answer);
    }
  }

  private long previousEpoch() {
    BrokerRegistration before = controller.image().cluster().broker(node.nodeId());
    boolean clean = logs.directories().stream().allMatch(DirectoryView::cleanShutdown);
    return before == null || !clean ? NONE : before.epoch();
  }

  private List<Uuid> onlineDirectories() {
    return logs.directories().stream()
        .filter(DirectoryView::online)
        .map(DirectoryView::directoryId)
        .toList();
  }

  private <R> R decide(ControllerCommand<R> command) {
    Answer<R> answer = controller.submit(command).toCompletableFuture().join();
    if (answer instanceof Answer.Decided<R> decided) {
      return decided.reply();
    }
    throw new StartException("The controller does not answer: " + answer);
  }

  private static void check(@Nullable Refusal refusal) {
    if (refusal != null) {
      throw new StartException("The controller refuses this broker: " + refusal.message());
    }
  }

  /** Tells the controller where replicas lie. */
  void assign(List<AssignDirectories.Assignment> assignments) {
    controller
        .submit(new AssignDirectories(node.nodeId(), brokerEpoch, assignments))
        .thenAccept(answer -> warnUnlessDone("where replicas lie", answer));
  }

  private static void warnUnlessDone(String what, Answer<BrokerReply> answer) {
    if (!(answer instanceof Answer.Decided<BrokerReply> decided)
        || decided.reply().refusal() != null) {
      LOG.warn("The controller does not know {}: {}", what, answer);
    }
  }

  /** Tells the controller which log directories are online now. */
  void directoriesChanged() {
    if (brokerEpoch == NONE) {
      return; // told with the registration, or right after it
    }
    controller
        .submit(new UpdateBroker(node.nodeId(), brokerEpoch, false, onlineDirectories()))
        .thenAccept(answer -> warnUnlessDone("of the failed log directory", answer));
  }
}

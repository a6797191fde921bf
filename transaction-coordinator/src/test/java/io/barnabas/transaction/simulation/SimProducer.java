package io.barnabas.transaction.simulation;

import io.barnabas.coordinator.simulation.SimWorld;
import io.barnabas.transaction.TransactionCoordinator;
import io.barnabas.transaction.message.AddPartitions;
import io.barnabas.transaction.message.EndReply;
import io.barnabas.transaction.message.EndTransaction;
import io.barnabas.transaction.message.InitProducer;
import io.barnabas.transaction.message.InitReply;
import io.barnabas.transaction.message.TopicPartition;
import io.barnabas.transaction.message.TransactionFault;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One instance of a transactional producer: begins, adds, commits or aborts, and begins anew when
 * it is fenced. Now and then it forgets its transaction, repeats a request long after, or loses an
 * answer.
 */
final class SimProducer {
  private static final Set<TransactionFault> RETRIABLE =
      Set.of(
          TransactionFault.CONCURRENT_TRANSACTIONS,
          TransactionFault.NOT_COORDINATOR,
          TransactionFault.COORDINATOR_LOAD_IN_PROGRESS,
          TransactionFault.COORDINATOR_NOT_AVAILABLE);

  private final SimWorld world;
  private final Supplier<TransactionCoordinator> coordinator;
  private final StateLogChecker checker;
  private final String id;
  private final boolean newProtocol;
  private long producerId = InitProducer.NO_PRODUCER_ID;
  private short epoch = -1;
  boolean stopped;
  int done;

  SimProducer(
      SimWorld world,
      Supplier<TransactionCoordinator> coordinator,
      StateLogChecker checker,
      String id,
      boolean newProtocol) {
    this.world = world;
    this.coordinator = coordinator;
    this.checker = checker;
    this.id = id;
    this.newProtocol = newProtocol;
  }

  private void later(Runnable step) {
    world.afterMs(1 + world.random().nextInt(60), step);
  }

  void init() {
    if (stopped) {
      return;
    }
    boolean continues = producerId >= 0 && world.random().nextBoolean();
    coordinator
        .get()
        .initProducer(
            new InitProducer(
                id,
                300 + world.random().nextInt(1000),
                continues ? producerId : InitProducer.NO_PRODUCER_ID,
                continues ? epoch : -1))
        .thenAccept(this::initialized);
  }

  private void initialized(InitReply reply) {
    if (reply.fault() == TransactionFault.NONE) {
      producerId = reply.producerId();
      epoch = reply.producerEpoch();
      later(this::add);
    } else {
      if (!RETRIABLE.contains(reply.fault())) {
        producerId = InitProducer.NO_PRODUCER_ID;
      }
      later(this::init);
    }
  }

  private void add() {
    if (stopped) {
      return;
    }
    Set<TopicPartition> added = new HashSet<>();
    for (int i = world.random().nextInt(3); i >= 0; i--) {
      added.add(new TopicPartition("t", world.random().nextInt(6)));
    }
    AddPartitions.Mode mode =
        newProtocol ? AddPartitions.Mode.BY_WRITE : AddPartitions.Mode.BY_CLIENT;
    coordinator
        .get()
        .addPartitions(new AddPartitions(id, producerId, epoch, List.copyOf(added), mode))
        .thenAccept(
            reply -> {
              if (RETRIABLE.contains(reply.fault())) {
                later(this::add);
              } else if (reply.fault() != TransactionFault.NONE) {
                later(this::init);
              } else if (world.random().nextInt(30) > 0) {
                // Otherwise it has crashed: the coordinator is to end the transaction.
                later(world.random().nextInt(4) == 0 ? this::add : this::end);
              } else {
                world.afterMs(3_000, this::init);
              }
            });
  }

  private void end() {
    if (stopped) {
      return;
    }
    end(world.random().nextInt(3) > 0);
  }

  private void end(boolean commit) {
    EndTransaction command =
        new EndTransaction(id, producerId, epoch, commit, (short) (newProtocol ? 2 : 0));
    if (commit) {
      checker.askedToCommit(id, producerId, epoch);
    }
    send(command);
    if (newProtocol && world.random().nextInt(5) == 0) {
      // A copy that the network keeps for a while; nobody waits for its answer.
      world.afterMs(world.random().nextInt(3_000), () -> coordinator.get().endTransaction(command));
    }
  }

  private void send(EndTransaction command) {
    coordinator
        .get()
        .endTransaction(command)
        .thenAccept(
            reply -> {
              if (world.random().nextInt(20) == 0 || RETRIABLE.contains(reply.fault())) {
                later(() -> send(command));
              } else {
                ended(reply);
              }
            });
  }

  private void ended(EndReply reply) {
    if (reply.fault() != TransactionFault.NONE) {
      later(this::init);
      return;
    }
    done++;
    if (newProtocol) {
      producerId = reply.producerId();
      epoch = reply.producerEpoch();
    }
    later(this::add);
  }
}

package io.barnabas.transaction.shard;

import io.barnabas.coordinator.CoordinatorRuntime;
import io.barnabas.coordinator.KeyPartitions;
import io.barnabas.coordinator.RuleOperation;
import io.barnabas.coordinator.RuleOperations;
import io.barnabas.coordinator.RuntimeConfig;
import io.barnabas.coordinator.RuntimeEnvironment;
import io.barnabas.transaction.MarkerWriter;
import io.barnabas.transaction.ProducerIdSource;
import io.barnabas.transaction.TransactionConfig;
import io.barnabas.transaction.TransactionCoordinator;
import io.barnabas.transaction.message.AddPartitions;
import io.barnabas.transaction.message.AddReply;
import io.barnabas.transaction.message.EndReply;
import io.barnabas.transaction.message.EndTransaction;
import io.barnabas.transaction.message.InitProducer;
import io.barnabas.transaction.message.InitReply;
import io.barnabas.transaction.message.ListReply;
import io.barnabas.transaction.message.ListTransactions;
import io.barnabas.transaction.message.TransactionDescription;
import io.barnabas.transaction.message.TransactionFault;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.rule.FreshId;
import io.barnabas.transaction.rule.Listing;
import io.barnabas.transaction.rule.MarkersDue;
import io.barnabas.transaction.rule.TransactionalIdRoom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * {@link TransactionCoordinator} on the event-sourced runtime: finds an id's shard, runs the rule
 * there, brings producer ids where a rule needs one, and has markers written.
 */
public final class EventSourcedTransactionCoordinator implements TransactionCoordinator {
  private static final RuleOperations<TransactionShard, TransactionRecord, TransactionFault>
      OPERATIONS = new RuleOperations<>(TransactionFault::of);

  /** Longer ones fit no record. */
  private static final int ID_LENGTH_MAX = Short.MAX_VALUE / 3;

  /** Transactional ids may take this part of the heap: some hundred thousand, as they are. */
  private static final int PART_OF_HEAP = 8;

  private final int partitionCount;
  private final MarkerWriter markers;
  private final ProducerIdSource producerIds;
  private final CoordinatorRuntime<TransactionShard, TransactionRecord> runtime;
  private final Map<Integer, Integer> epochs = new ConcurrentHashMap<>();

  public EventSourcedTransactionCoordinator(
      TransactionConfig config,
      RuntimeConfig runtimeConfig,
      RuntimeEnvironment environment,
      MarkerWriter markers,
      ProducerIdSource producerIds) {
    this.partitionCount = config.partitionCount();
    this.markers = markers;
    this.producerIds = producerIds;
    this.runtime =
        new CoordinatorRuntime<>(
            new TransactionShardKind(
                config,
                new TransactionalIdRoom(Runtime.getRuntime().maxMemory() / PART_OF_HEAP),
                this::writeMarkers),
            environment,
            runtimeConfig);
  }

  @Override
  public int partitionFor(String transactionalId) {
    return KeyPartitions.partitionFor(transactionalId, partitionCount);
  }

  @Override
  public CompletionStage<InitReply> initProducer(InitProducer command) {
    return withId(
        fresh ->
            submit(
                command.transactionalId(),
                OPERATIONS.answered(
                    (shard, effects) ->
                        Decided.of(shard.initRule().decide(command, fresh, effects)),
                    fault -> Decided.of(InitReply.refused(fault)))),
        InitReply::refused);
  }

  @Override
  public CompletionStage<EndReply> endTransaction(EndTransaction command) {
    return withId(
        fresh ->
            submit(
                command.transactionalId(),
                OPERATIONS.answered(
                    (shard, effects) -> Decided.of(shard.endRule().decide(command, fresh, effects)),
                    fault -> Decided.of(EndReply.of(fault)))),
        EndReply::of);
  }

  /** A decision, or that it takes a producer id. */
  private record Decided<T>(List<T> reply) {
    static <T> Decided<T> of(@org.jspecify.annotations.Nullable T reply) {
      return new Decided<>(reply == null ? List.of() : List.of(reply));
    }
  }

  private <T> CompletionStage<T> withId(
      Function<FreshId, CompletionStage<Decided<T>>> decide,
      Function<TransactionFault, T> refusal) {
    return decide
        .apply(FreshId.NONE)
        .thenCompose(
            first ->
                first.reply().isEmpty()
                    ? producerIds.next().thenCompose(id -> decideWith(id, decide, refusal))
                    : CompletableFuture.completedStage(first.reply().get(0)));
  }

  private static <T> CompletionStage<T> decideWith(
      long id,
      Function<FreshId, CompletionStage<Decided<T>>> decide,
      Function<TransactionFault, T> refusal) {
    if (id == ProducerIdSource.NONE) {
      return CompletableFuture.completedStage(
          refusal.apply(TransactionFault.COORDINATOR_LOAD_IN_PROGRESS));
    }
    return decide.apply(new FreshId(id)).thenApply(second -> second.reply().get(0));
  }

  @Override
  public CompletionStage<AddReply> addPartitions(AddPartitions command) {
    return submit(
        command.transactionalId(),
        OPERATIONS.of(
            (shard, token, effects) -> shard.addRule().decide(command, token, effects),
            fault -> AddReply.all(command, fault)));
  }

  @Override
  public CompletionStage<List<TransactionDescription>> describe(List<String> transactionalIds) {
    return all(
        transactionalIds.stream()
            .map(
                id ->
                    submit(
                        id,
                        OPERATIONS.answered(
                            (shard, effects) -> Listing.describe(id, shard.transactions().find(id)),
                            fault -> TransactionDescription.refused(id, fault))))
            .toList());
  }

  @Override
  public CompletionStage<ListReply> list(ListTransactions command) {
    return all(runtime.submitToAll(
            () ->
                OPERATIONS.answered(
                    (shard, effects) ->
                        Listing.list(shard.transactions(), command, effects.nowMs()),
                    ListReply::refused)))
        .thenApply(EventSourcedTransactionCoordinator::merge);
  }

  /** Partitions that are led elsewhere are left out; any other fault is the whole list's. */
  private static ListReply merge(List<ListReply> replies) {
    List<ListReply.Listed> listed = new ArrayList<>();
    List<String> unknown = List.of();
    for (ListReply reply : replies) {
      if (reply.fault() != TransactionFault.NONE
          && reply.fault() != TransactionFault.NOT_COORDINATOR) {
        return ListReply.refused(reply.fault());
      }
      listed.addAll(reply.transactions());
      unknown = reply.unknownStates().isEmpty() ? unknown : reply.unknownStates();
    }
    return new ListReply(TransactionFault.NONE, unknown, listed);
  }

  private static <T> CompletionStage<List<T>> all(List<CompletionStage<T>> stages) {
    CompletableFuture<?>[] futures =
        stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(futures)
        .thenApply(
            done -> stages.stream().map(stage -> stage.toCompletableFuture().join()).toList());
  }

  /** On the shard's executor, when the decision is durable. */
  private void writeMarkers(int partition, MarkersDue due) {
    MarkerDispatch.write(due, epochs.getOrDefault(partition, 0), markers)
        .thenAccept(
            done ->
                runtime.submit(
                    partition,
                    OPERATIONS.unmissed(
                        (shard, effects) -> {
                          shard.onMarkers(due, done, effects);
                          return TransactionFault.NONE;
                        },
                        fault -> fault)));
  }

  @Override
  public void onElection(int partition, int leaderEpoch) {
    epochs.put(partition, leaderEpoch);
    runtime.onElection(partition, leaderEpoch);
  }

  @Override
  public void onResignation(int partition) {
    runtime.onResignation(partition);
  }

  @Override
  public void close() {
    runtime.close();
  }

  private <T> CompletionStage<T> submit(
      String transactionalId,
      RuleOperation<TransactionShard, TransactionRecord, TransactionFault, T> operation) {
    return transactionalId.length() <= ID_LENGTH_MAX
        ? runtime.submit(partitionFor(transactionalId), operation)
        : CompletableFuture.completedStage(
            operation.refusal().apply(TransactionFault.INVALID_REQUEST));
  }
}

package io.barnabas.metadata.controller;

import io.barnabas.codec.metadata.AbortTransactionRecord;
import io.barnabas.codec.metadata.FeatureLevelRecord;
import io.barnabas.metadata.config.TopicConfigs;
import io.barnabas.metadata.controller.PendingAppends.Pending;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.FeaturesImage;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.MetadataPublisher;
import io.barnabas.metadata.image.Provenance;
import io.barnabas.metadata.quorum.CommittedBatch;
import io.barnabas.metadata.quorum.MetadataQuorum;
import io.barnabas.metadata.quorum.OversizedBatchException;
import io.barnabas.metadata.record.MetadataRecord;
import io.barnabas.metadata.record.MetadataVersion;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller over a {@link MetadataQuorum}. While it leads, it decides against everything it
 * has accepted, committed or not, so that commands need not wait for each other's commits; replies
 * wait until what they rest on is committed. When it stops leading, what was not committed is
 * forgotten and the commands behind it are rejected.
 *
 * <p>All state belongs to the injected executor, which must run one task at a time in order.
 */
public final class QuorumController implements Controller {
  private static final Logger LOG = LoggerFactory.getLogger(QuorumController.class);
  private static final int NOT_LEADING = -1;

  /** The quorum gives a batch its time; the image gets it when the batch commits. */
  private static final long UNKNOWN_TIME = -1;

  private final MetadataQuorum quorum;
  private final RuleBook rules;
  private final Executor executor;
  private final RandomGenerator random;
  private final CommittedState committed = new CommittedState();
  private final PendingAppends pending = new PendingAppends();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  private volatile int epoch = NOT_LEADING;
  private long termStartOffset;
  private MetadataImage accepted = MetadataImage.EMPTY;

  /**
   * Makes a controller that does nothing until it is started.
   *
   * @param otherConfigs what may be set on other kinds of resources than topics
   * @param executor runs one task at a time in order; the quorum must use the same
   */
  public QuorumController(
      MetadataQuorum quorum,
      ControllerSettings settings,
      TopicConfigs configs,
      Map<ConfigResource.Type, ConfigRules> otherConfigs,
      Executor executor,
      RandomGenerator random) {
    this.quorum = quorum;
    this.rules = new RuleBook(settings, configs, otherConfigs);
    this.executor = executor;
    this.random = random;
  }

  /**
   * Replays what is stored and begins to decide.
   *
   * @return completed once this node leads and its metadata has its feature levels; exceptionally
   *     if what is stored cannot be used, with the reason
   */
  public CompletionStage<Void> start() {
    executor.execute(
        () -> {
          try {
            quorum.start(new QuorumEvents());
          } catch (RuntimeException unusable) {
            ready.completeExceptionally(unusable);
          }
        });
    return ready;
  }

  /** Adds a listener; it is told of everything there is before this stage completes. */
  public CompletionStage<Void> addPublisher(MetadataPublisher publisher) {
    return CompletableFuture.runAsync(() -> committed.addPublisher(publisher), executor);
  }

  @Override
  public MetadataImage image() {
    return committed.image();
  }

  @Override
  public <R> CompletionStage<Answer<R>> submit(ControllerCommand<R> command) {
    CompletableFuture<Answer<R>> answer = new CompletableFuture<>();
    executor.execute(() -> decide(command, answer));
    return answer;
  }

  /** How often somebody could not follow what was committed, since the start. Any thread. */
  public long mistakes() {
    return committed.mistakes();
  }

  /** Whether this node decides. Any thread. */
  public boolean isActive() {
    return epoch != NOT_LEADING;
  }

  /** Rejects what is pending and stops. */
  public CompletionStage<Void> close() {
    return CompletableFuture.runAsync(
        () -> {
          quorum.close();
          resign("the node is stopping");
        },
        executor);
  }

  private <R> void decide(ControllerCommand<R> command, CompletableFuture<Answer<R>> answer) {
    if (epoch == NOT_LEADING) {
      answer.complete(new Answer.Rejected<>(notController()));
      return;
    }
    try {
      Decision<R> decision = rules.decide(command, situation());
      for (List<MetadataRecord> part : decision.parts()) {
        if (!append(part)) {
          answer.complete(new Answer.Rejected<>(notController()));
          return;
        }
      }
      pending.await(
          accepted.provenance().lastOffset(),
          refusal ->
              answer.complete(
                  refusal == null
                      ? new Answer.Decided<>(decision.reply())
                      : new Answer.Rejected<>(refusal)));
      releaseCommitted();
    } catch (OversizedBatchException oversized) {
      answer.complete(
          new Answer.Rejected<>(
              new Refusal(
                  MetadataFault.POLICY_VIOLATION,
                  "Excessively large number of changes per request.")));
    } catch (RuntimeException mistake) {
      LOG.error("Deciding {} failed", command.getClass().getSimpleName(), mistake);
      answer.complete(
          new Answer.Rejected<>(
              new Refusal(MetadataFault.UNAVAILABLE, "The controller failed to decide.")));
    }
  }

  private Situation situation() {
    return new Situation(accepted, quorum.nextOffset(), termStartOffset, random);
  }

  private boolean append(List<MetadataRecord> records) {
    if (records.isEmpty()) {
      return true;
    }
    MetadataDelta delta = new MetadataDelta(accepted);
    records.forEach(record -> delta.replay(record.message()));
    OptionalLong lastOffset = quorum.append(epoch, records);
    if (lastOffset.isEmpty()) {
      return false;
    }
    accepted = delta.apply(new Provenance(lastOffset.getAsLong(), epoch, UNKNOWN_TIME));
    pending.append(new Pending(lastOffset.getAsLong(), delta, accepted));
    return true;
  }

  private void releaseCommitted() {
    pending.committed(committed.image().provenance().lastOffset());
  }

  private void resign(String reason) {
    epoch = NOT_LEADING;
    accepted = committed.image();
    ready.completeExceptionally(new IllegalStateException("Did not begin to lead: " + reason));
    pending.fail(new Refusal(MetadataFault.NOT_CONTROLLER, "No longer the controller: " + reason));
  }

  private static Refusal notController() {
    return new Refusal(MetadataFault.NOT_CONTROLLER, "This node is not the active controller.");
  }

  /** What the quorum tells; all on the executor. */
  private final class QuorumEvents implements MetadataQuorum.Listener {
    private List<MetadataRecord> bootstrap = List.of();

    @Override
    public void onBootstrap(List<MetadataRecord> records) {
      MetadataDelta delta = new MetadataDelta(MetadataImage.EMPTY);
      records.forEach(record -> delta.replay(record.message()));
      if (delta.apply(Provenance.NONE).features().level(MetadataVersion.FEATURE) != 0) {
        bootstrap = List.copyOf(records);
      }
    }

    @Override
    public void onSnapshot(CommittedBatch snapshot) {
      committed.replace(snapshot);
      accepted = committed.image();
    }

    @Override
    public void onCommit(CommittedBatch batch) {
      @Nullable Pending appended = pending.takeIfNext(batch.lastOffset());
      if (appended == null) {
        committed.commit(batch);
      } else {
        committed.commit(appended, batch);
      }
      if (pending.isEmpty()) {
        accepted = committed.image();
      }
      releaseCommitted();
      if (!committed.isInTransaction()) {
        quorum.offerSnapshot(committed.image());
      }
    }

    @Override
    public void onElected(int newEpoch) {
      epoch = newEpoch;
      accepted = committed.image();
      termStartOffset = quorum.nextOffset();
      LOG.info("Controller of epoch {} from offset {}", newEpoch, termStartOffset);
      abortTransaction();
      if (!append(bootstrapRecords())) {
        return;
      }
      pending.await(
          accepted.provenance().lastOffset(),
          refusal -> {
            if (refusal == null) {
              ready.complete(null);
            } else {
              ready.completeExceptionally(new IllegalStateException(refusal.message()));
            }
          });
      releaseCommitted();
    }

    /** Whoever waits for what is committed already has been told. */
    @Override
    public void onRefused(String reason) {
      accepted = committed.image();
      pending.fail(new Refusal(MetadataFault.UNAVAILABLE, reason));
    }

    @Override
    public void onResigned(int oldEpoch, String reason) {
      LOG.warn("No longer the controller of epoch {}: {}", oldEpoch, reason);
      resign(reason);
    }

    /** A transaction that another controller began will never be ended by it. */
    private void abortTransaction() {
      if (committed.isInTransaction()) {
        AbortTransactionRecord abort =
            AbortTransactionRecord.builder().reason("The controller changed.").build();
        quorum.append(epoch, List.of(new MetadataRecord(abort, (short) 0)));
      }
    }

    private List<MetadataRecord> bootstrapRecords() {
      if (accepted.features().level(MetadataVersion.FEATURE) != 0) {
        return List.of();
      }
      if (!bootstrap.isEmpty()) {
        return bootstrap;
      }
      MetadataVersion newest = new MetadataVersion(MetadataVersion.LATEST);
      return List.of(
          newest.record(
              FeatureLevelRecord.builder()
                  .name(MetadataVersion.FEATURE)
                  .featureLevel(newest.level())
                  .build()),
          newest.record(
              FeatureLevelRecord.builder()
                  .name(FeaturesImage.TRANSACTION_VERSION)
                  .featureLevel(FeaturesImage.TRANSACTIONS_V2)
                  .build()));
    }
  }
}

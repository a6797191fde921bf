package io.barnabas.server;

import io.barnabas.storage.log.RecoveryProgress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How far a broker has come with its start, or its end. Any thread. */
final class BrokerStatus {
  /** The states of a broker, with the numbers Apache Kafka gives them. */
  enum State {
    STARTING(1),
    RECOVERY(2),
    RUNNING(3),
    STOPPING(7);

    private final int number;

    State(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  private static final RecoveryProgress NOTHING = new RecoveryProgress(0, 0);

  private volatile State state = State.STARTING;
  private volatile Supplier<RecoveryProgress> recovery = () -> NOTHING;
  private volatile @Nullable String failure;

  State state() {
    return state;
  }

  void become(State next) {
    state = next;
  }

  /** Logs have been found, and may have to be recovered. */
  void recovers(Supplier<RecoveryProgress> progress) {
    recovery = progress;
    state = State.RECOVERY;
  }

  RecoveryProgress recovery() {
    return recovery.get();
  }

  /** Notes why it cannot go on. */
  void failed(String reason) {
    failure = reason;
  }

  /** Whether clients are answered. */
  boolean isReady() {
    return state == State.RUNNING && failure == null;
  }

  /** Whether it has no reason to be ended. */
  boolean isAlive() {
    return failure == null;
  }

  /** For probes. */
  String json() {
    RecoveryProgress progress = recovery();
    return "{\"ready\":"
        + isReady()
        + ",\"state\":\""
        + (isAlive() ? state.name() : "FAILED")
        + "\",\"recovery\":{\"logs\":"
        + progress.logs()
        + ",\"recovered\":"
        + progress.recovered()
        + "}}\n";
  }
}

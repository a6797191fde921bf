package io.barnabas.coordinator;

/** A load under way; any thread may abort it, the loading thread looks. */
final class LoadTask {
  private final int leaderEpoch;
  private final boolean discardView;
  private volatile boolean aborted;

  LoadTask(int leaderEpoch, boolean discardView) {
    this.leaderEpoch = leaderEpoch;
    this.discardView = discardView;
  }

  int leaderEpoch() {
    return leaderEpoch;
  }

  boolean discardView() {
    return discardView;
  }

  void abort() {
    aborted = true;
  }

  boolean isAborted() {
    return aborted;
  }
}

package io.barnabas.storage.log;

/**
 * How far the recovery of logs after an unclean end has come. Logs that are yet to be recovered can
 * be used: the first use recovers them.
 *
 * @param logs how many there are to recover; 0 after a clean end
 * @param recovered how many of them have been
 */
public record RecoveryProgress(int logs, int recovered) {
  public boolean isComplete() {
    return recovered == logs;
  }

  RecoveryProgress plus(RecoveryProgress other) {
    return new RecoveryProgress(logs + other.logs, recovered + other.recovered);
  }
}

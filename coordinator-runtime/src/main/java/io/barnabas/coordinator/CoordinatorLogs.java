package io.barnabas.coordinator;

/** Port: finds the log of an internal partition. */
@FunctionalInterface
public interface CoordinatorLogs {

  /**
   * The log of a partition this broker now leads.
   *
   * @throws CoordinatorLogException if there is none
   */
  CoordinatorLog open(int partition, int leaderEpoch);
}

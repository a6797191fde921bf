package io.barnabas.metadata.controller;

import java.util.List;

/** Which brokers the new partitions go to. */
sealed interface PlacementResult {

  /** For each partition in order, its brokers, the preferred leader first. */
  record Placed(List<List<Integer>> assignments) implements PlacementResult {}

  record Impossible(Refusal refusal) implements PlacementResult {}
}

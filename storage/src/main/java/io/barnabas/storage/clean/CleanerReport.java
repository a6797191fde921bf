package io.barnabas.storage.clean;

import io.barnabas.storage.log.PartitionId;
import java.util.Map;

/**
 * What the cleaner has seen and done lately. "Last" cleanings are as many as there may be threads.
 *
 * @param sinceLookMs since it last looked for work, or since it was made
 * @param dirtiestRatio the largest share of a log that was dirty then, 0 to 1
 * @param overdueMs for how long the log that waits longest has waited beyond {@code
 *     max.compaction.lag.ms}
 * @param uncleanableBytes of each damaged log, what there is to be cleaned
 * @param keptRatio what the last cleanings have left of the bytes they went over, 0 to 1
 * @param longestMs the longest of them took
 * @param fullestRatio how full the memory for keys was in one of them at most, 0 to 1
 */
public record CleanerReport(
    long sinceLookMs,
    double dirtiestRatio,
    long overdueMs,
    Map<PartitionId, Long> uncleanableBytes,
    double keptRatio,
    long longestMs,
    double fullestRatio) {
  public CleanerReport {
    uncleanableBytes = Map.copyOf(uncleanableBytes);
  }
}

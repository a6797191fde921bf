package io.barnabas.metadata.config;

import static io.barnabas.metadata.config.ConfigType.BOOLEAN;
import static io.barnabas.metadata.config.ConfigType.INT;
import static io.barnabas.metadata.config.ConfigType.LONG;
import static io.barnabas.metadata.config.ConfigValidator.ANY;
import static io.barnabas.metadata.config.ConfigValidator.atLeast;

import java.util.List;

/** Topic configs about the files of a log. */
final class SegmentConfigs {
  private static final String NO_LIMIT = Long.toString(Long.MAX_VALUE);
  private static final long HOUR_MS = 3_600_000;

  private SegmentConfigs() {}

  static List<ConfigDefinition> all() {
    return List.of(
        new ConfigDefinition(
                "segment.bytes",
                INT,
                "1073741824",
                atLeast(1_048_576),
                "How large a segment file grows before a new one is begun, in bytes.")
            .or("log.segment.bytes"),
        new ConfigDefinition(
            "internal.segment.bytes",
            INT,
            null,
            ANY,
            true,
            "Overrides segment.bytes without its lower bound, for tests of the broker.",
            List.of()),
        new ConfigDefinition(
                "segment.ms",
                LONG,
                "604800000",
                atLeast(1),
                "How long a segment stays active before a new one is begun, in milliseconds.")
            .or("log.roll.ms", null, 1)
            .or("log.roll.hours", "168", HOUR_MS),
        new ConfigDefinition(
                "segment.jitter.ms",
                LONG,
                "0",
                atLeast(0),
                "At most how much earlier, at random, a segment is rolled by time, in milliseconds, so"
                    + " that many logs do not roll at once.")
            .or("log.roll.jitter.ms", null, 1)
            .or("log.roll.jitter.hours", "0", HOUR_MS),
        new ConfigDefinition(
                "segment.index.bytes",
                INT,
                "10485760",
                atLeast(4),
                "The largest size of the offset index of a segment, in bytes.")
            .or("log.index.size.max.bytes"),
        new ConfigDefinition(
                "index.interval.bytes",
                INT,
                "4096",
                atLeast(0),
                "About how many bytes of log lie between two index entries.")
            .or("log.index.interval.bytes"),
        new ConfigDefinition(
                "flush.messages",
                LONG,
                NO_LIMIT,
                atLeast(1),
                "After how many records the log is forced to disk; 1 makes every acknowledged record"
                    + " survive a loss of power.")
            .or("log.flush.interval.messages"),
        new ConfigDefinition(
                "flush.ms",
                LONG,
                NO_LIMIT,
                atLeast(0),
                "After how many milliseconds written records are forced to disk.")
            .or("log.flush.interval.ms", null, 1)
            .or("log.flush.scheduler.interval.ms", NO_LIMIT, 1),
        new ConfigDefinition(
                "file.delete.delay.ms",
                LONG,
                "60000",
                atLeast(0),
                "How long the file of a removed segment stays on disk, in milliseconds.")
            .or("log.segment.delete.delay.ms"),
        new ConfigDefinition(
                "preallocate",
                BOOLEAN,
                "false",
                ANY,
                "Whether disk space is reserved when a segment is begun.")
            .or("log.preallocate"));
  }
}

package io.barnabas.metadata.quorum;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names a snapshot.
 *
 * @param endOffset offset after the last record it contains
 * @param epoch leader epoch of that record
 */
public record SnapshotId(long endOffset, int epoch) implements Comparable<SnapshotId> {
  private static final Pattern FILE_NAME = Pattern.compile("(\\d{20})-(\\d{10})\\.checkpoint");

  /** What formatting leaves for the first start: nothing has happened yet. */
  public static final SnapshotId BOOTSTRAP = new SnapshotId(0, 0);

  /** Kafka's name for the file: {@code <end offset, 20 digits>-<epoch, 10 digits>.checkpoint}. */
  public String fileName() {
    return String.format(Locale.ROOT, "%020d-%010d.checkpoint", endOffset, epoch);
  }

  boolean isBootstrap() {
    return endOffset == 0;
  }

  /** The snapshot a file name stands for; empty for any other file. */
  public static Optional<SnapshotId> ofFileName(String name) {
    Matcher matcher = FILE_NAME.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new SnapshotId(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2))));
    } catch (NumberFormatException outOfRange) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(SnapshotId other) {
    return Comparator.comparingLong(SnapshotId::endOffset)
        .thenComparingInt(SnapshotId::epoch)
        .compare(this, other);
  }
}

package io.barnabas.compat.transactions.faults;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Takes a partition's log back to where it was after its first batches. Only the log itself is what
 * a death leaves for sure; what is derived from it goes.
 */
final class CutLog {
  private static final int LENGTH_AT = 8;
  private static final int PREFIX = 12;

  private final Path directory;
  private final Path log;

  CutLog(Path dataDirectory, String topic, int partition) {
    directory = dataDirectory.resolve(topic + "-" + partition);
    log = directory.resolve("00000000000000000000.log");
  }

  /**
   * Cuts.
   *
   * @param whole batches that stay; what there is, if there are no more
   * @param torn whether half of the next stays too
   */
  void cut(int whole, boolean torn) throws IOException {
    List<Long> ends = ends();
    if (ends.size() < whole) {
      throw new AssertionError(log + " has only " + ends.size() + " batches");
    }
    long size = whole == 0 ? 0 : ends.get(whole - 1);
    if (torn && whole < ends.size()) {
      size = (size + ends.get(whole)) / 2;
    }
    if (Files.exists(log)) {
      try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
        channel.truncate(size);
      }
    }
    forgetDerived();
  }

  int batches() throws IOException {
    return ends().size();
  }

  /** The position behind each batch. */
  private List<Long> ends() throws IOException {
    List<Long> ends = new ArrayList<>();
    if (!Files.exists(log)) {
      return ends;
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long at = 0;
      while (at + PREFIX <= file.length()) {
        file.seek(at + LENGTH_AT);
        at += PREFIX + file.readInt();
        ends.add(at);
      }
    }
    return ends;
  }

  private void forgetDerived() throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        if (isDerived(each)) {
          Files.delete(each);
        }
      }
    }
  }

  /** Indexes, snapshots, and the whole of a coordinator's view, which is a directory. */
  private boolean isDerived(Path path) {
    return directory.equals(path.getParent())
        ? Files.isDirectory(path)
            || path.toString().matches(".*[.](index|timeindex|txnindex|snapshot)")
        : !path.equals(directory);
  }
}

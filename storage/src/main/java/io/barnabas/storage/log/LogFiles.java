package io.barnabas.storage.log;

import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The names of a log's files, as Apache Kafka has them. */
public final class LogFiles {
  static final String LOG = ".log";
  static final String INDEX = ".index";
  static final String TIME_INDEX = ".timeindex";
  static final String TXN_INDEX = ".txnindex";
  public static final String SNAPSHOT = ".snapshot";

  /** Renamed for deletion; gone after {@code file.delete.delay.ms}, or at the next start. */
  static final String DELETED = ".deleted";

  /** What a cleaner was writing when the broker stopped; worthless. */
  static final String CLEANED = ".cleaned";

  /** What a cleaner had finished and was putting in place. */
  static final String SWAP = ".swap";

  /** Atomic replacements that were cut short. */
  static final String TEMPORARY = ".tmp";

  static final String LEADER_EPOCHS = "leader-epoch-checkpoint";

  private static final int DIGITS = 20;

  private LogFiles() {}

  public static Path of(Path directory, long baseOffset, String suffix) {
    return directory.resolve(name(baseOffset) + suffix);
  }

  /** 20 digits, zero-padded. */
  static String name(long baseOffset) {
    String digits = Long.toString(baseOffset);
    return "0".repeat(DIGITS - digits.length()) + digits;
  }

  /** Bytes of the segments in a directory. */
  static long sizeOfSegments(FileSystemPort files, Path directory) throws IOException {
    long bytes = 0;
    for (Path file : files.list(directory)) {
      if (baseOffset(file, LOG).isPresent()) {
        bytes += files.size(file);
      }
    }
    return bytes;
  }

  /** The base offset in a file name with the given suffix; empty for other files. */
  public static OptionalLong baseOffset(Path file, String suffix) {
    String name = String.valueOf(file.getFileName());
    if (name.length() != DIGITS + suffix.length() || !name.endsWith(suffix)) {
      return OptionalLong.empty();
    }
    try {
      long offset = Long.parseLong(name, 0, DIGITS, 10);
      return offset < 0 ? OptionalLong.empty() : OptionalLong.of(offset);
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}

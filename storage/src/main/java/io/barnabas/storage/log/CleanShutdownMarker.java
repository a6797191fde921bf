package io.barnabas.storage.log;

import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code .kafka_cleanshutdown}: left by a broker that stopped in order, gone while one runs.
 *
 * @param brokerEpoch epoch under which the broker was registered, by which the controller tells
 *     that it missed nothing since (KIP-966); -1 where it is not said
 */
record CleanShutdownMarker(long brokerEpoch) {
  static final long UNKNOWN_EPOCH = -1;

  private static final String NAME = ".kafka_cleanshutdown";
  private static final Pattern EPOCH = Pattern.compile("\"brokerEpoch\"\\s*:\\s*(\\d{1,18})\\b");

  /** What a directory holds; null where there is no marker. */
  static @Nullable CleanShutdownMarker read(FileSystemPort files, Path directory)
      throws IOException {
    Path file = directory.resolve(NAME);
    if (!files.exists(file)) {
      return null;
    }
    Matcher epoch = EPOCH.matcher(StandardCharsets.UTF_8.decode(files.readAll(file)));
    return new CleanShutdownMarker(epoch.find() ? Long.parseLong(epoch.group(1)) : UNKNOWN_EPOCH);
  }

  /** Removes the marker, before anything else is written. */
  static void remove(FileSystemPort files, Path directory) throws IOException {
    files.deleteIfExists(directory.resolve(NAME));
    files.syncDirectory(directory);
  }

  void write(FileSystemPort files, Path directory) throws IOException {
    String content =
        brokerEpoch == UNKNOWN_EPOCH
            ? "{\"version\":0}"
            : String.format(Locale.ROOT, "{\"version\":0,\"brokerEpoch\":%d}", brokerEpoch);
    files.replaceAtomically(
        directory.resolve(NAME), ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
  }
}

package io.barnabas.storage.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Takes the files of segments away. What is cached of them goes last, because as long as a name is
 * there a late reader could put it into the cache again, for the next file of that name to be taken
 * for the deleted one. Files are renamed first, so that a restart knows they are to go, and deleted
 * later, so that whoever is still opening them by name has time to notice.
 */
final class SegmentDeletion {
  private static final List<String> SUFFIXES =
      List.of(LogFiles.INDEX, LogFiles.TIME_INDEX, LogFiles.TXN_INDEX, LogFiles.LOG);

  private final LogContext context;

  SegmentDeletion(LogContext context) {
    this.context = context;
  }

  /** Renames the files of a segment; they disappear after the delay. */
  void deleteLater(Segment segment, long delayMs) throws IOException {
    for (String suffix : SUFFIXES) {
      Path file = LogFiles.of(segment.directory(), segment.baseOffset(), suffix);
      if (context.files().exists(file)) {
        Path renamed = file.resolveSibling(file.getFileName() + LogFiles.DELETED);
        context.files().rename(file, renamed);
        context.trash().deleteAfter(renamed, delayMs);
      }
    }
    context.forget(segment.file());
  }

  /** Deletes the files of a segment whose name may be used again. */
  void deleteNow(Segment segment) throws IOException {
    for (String suffix : SUFFIXES) {
      context
          .files()
          .deleteIfExists(LogFiles.of(segment.directory(), segment.baseOffset(), suffix));
    }
    context.forget(segment.file());
  }
}

package io.barnabas.storage.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Puts a finished segment in the place of others, on disk and in memory. Used by the log's owner
 * only, never together with a flush.
 *
 * <p>On disk the renaming of {@code .log.cleaned} to {@code .log.swap} decides: from then on a
 * restart finishes what is left. Readers find either the old segments, whose files stay open for
 * them, or the new one, which brings its open file along until it has its name.
 */
final class SegmentSwap {
  private static final List<String> INDEXES =
      List.of(LogFiles.INDEX, LogFiles.TIME_INDEX, LogFiles.TXN_INDEX);

  private final LogState log;
  private final List<Segment> sources;
  private final Segment segment;

  SegmentSwap(LogState log, List<Segment> sources, Segment segment) {
    this.log = log;
    this.sources = sources;
    this.segment = segment;
  }

  /** Renames a finished index file; it counts for nothing until the log file is renamed too. */
  static void renameAside(LogContext context, Segment segment, String suffix) throws IOException {
    context
        .files()
        .rename(of(segment, suffix + LogFiles.CLEANED), of(segment, suffix + LogFiles.SWAP));
  }

  private static Path of(Segment segment, String suffix) {
    return LogFiles.of(segment.directory(), segment.baseOffset(), suffix);
  }

  /**
   * Does it, unless the sources are no longer all in the log. When this fails after the decision,
   * the log is not to be used before it is opened again.
   *
   * @return whether it was done
   */
  boolean run() throws IOException {
    Segments before = log.segments();
    int first = before.indexOfAll(sources);
    if (first < 0 || first + sources.size() >= before.count()) {
      return false;
    }
    LogContext context = log.context();
    try {
      renameAside(context, segment, LogFiles.LOG);
    } catch (IOException e) {
      // Undecided: the old segments are as good as ever.
      return false;
    }
    context.files().syncDirectory(segment.directory());
    log.setSegments(before.replacing(first, sources.size(), segment));
    // Only now, so that whoever is turned away finds the new one.
    sources.forEach(Segment::drop);
    removeSources();
    takeNames();
    log.derived().transactions().onSegmentReplaced(segment.baseOffset());
    sources.forEach(source -> context.forget(source.file()));
    context.indexes().adopt(segment);
    return true;
  }

  private void removeSources() throws IOException {
    SegmentDeletion deletion = new SegmentDeletion(log.context());
    long delayMs = log.config().fileDeleteDelayMs();
    for (Segment source : sources) {
      if (source.baseOffset() != segment.baseOffset()) {
        deletion.deleteLater(source, delayMs);
        log.derived().onSegmentDeleted(source);
      }
    }
    // Before the new file has its name: two segments with the same offsets would be damage.
    log.context().files().syncDirectory(segment.directory());
  }

  private void takeNames() throws IOException {
    for (String suffix : INDEXES) {
      Path swap = of(segment, suffix + LogFiles.SWAP);
      if (log.context().files().exists(swap)) {
        log.context().files().rename(swap, of(segment, suffix));
      } else {
        log.context().files().deleteIfExists(of(segment, suffix));
      }
    }
    log.context().files().rename(of(segment, LogFiles.LOG + LogFiles.SWAP), segment.file());
  }
}

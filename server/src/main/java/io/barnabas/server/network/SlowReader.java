package io.barnabas.server.network;

import io.barnabas.storage.file.FileRecords;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

/**
 * Keeps in memory what the kernel is to send a slow client next, straight from a file. All of it
 * was there when the fetch was answered, but the kernel may forget it before the client takes it,
 * and the event loop would wait for the disk with it. Looked at every few seconds; confined to the
 * connection's event loop.
 */
final class SlowReader {
  /** What is kept there for a client that has taken nothing since the last look. */
  private static final int AHEAD_BYTES_MIN = 1 << 20;

  /** What is kept there at most; who takes as much between two looks is not slow. */
  private static final int AHEAD_BYTES_MAX = 32 << 20;

  private static final int REGIONS_MAX = 100;

  private final Channel channel;
  private final ConnectionParts parts;
  private long takenBytes;
  private long takenBefore;
  private boolean loading;

  SlowReader(Channel channel, ConnectionParts parts) {
    this.channel = channel;
    this.parts = parts;
  }

  /** Notes that the client's kernel has taken an answer whole. */
  void took(long bytes) {
    takenBytes += bytes;
  }

  /** Has what comes next brought in by somebody who may wait for the disk. */
  void look() {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    List<FileRecordsRegion> regions = out == null ? List.of() : regions(out);
    long taken = takenBytes + (regions.isEmpty() ? 0 : regions.get(0).transferred());
    long ahead = Math.max(AHEAD_BYTES_MIN, Math.min(AHEAD_BYTES_MAX, 2 * (taken - takenBefore)));
    takenBefore = taken;
    if (!regions.isEmpty() && !loading) {
      bringIn(ranges(regions, ahead));
    }
  }

  private static List<FileRecordsRegion> regions(ChannelOutboundBuffer out) {
    List<FileRecordsRegion> regions = new ArrayList<>();
    try {
      out.forEachFlushedMessage(
          message -> {
            if (message instanceof FileRecordsRegion region) {
              regions.add(region);
            }
            return regions.size() < REGIONS_MAX;
          });
    } catch (Exception e) {
      throw new IllegalStateException("nothing above throws", e);
    }
    return regions;
  }

  /** A range of a file, with a reference of its own. */
  private record Range(FileRecords records, long position, int bytes) {}

  private static List<Range> ranges(List<FileRecordsRegion> regions, long ahead) {
    List<Range> ranges = new ArrayList<>();
    long left = ahead;
    for (FileRecordsRegion region : regions) {
      int bytes = (int) Math.min(left, region.count() - region.transferred());
      if (bytes > 0) {
        ranges.add(
            new Range(region.records().retain(), region.position() + region.transferred(), bytes));
        left -= bytes;
      }
    }
    return ranges;
  }

  private void bringIn(List<Range> ranges) {
    ConnectionParts.Cold cold = parts.cold().get();
    loading = true;
    try {
      cold.readers().execute(() -> load(cold.pages(), ranges));
    } catch (RejectedExecutionException e) {
      ranges.forEach(range -> range.records().release()); // The broker stops.
    }
  }

  private void load(SentPages pages, List<Range> ranges) {
    for (Range range : ranges) {
      try {
        pages.bringIn(range.records().handle(), range.position(), range.bytes());
      } catch (IOException | RuntimeException e) {
        // Sending it will tell.
      } finally {
        range.records().release();
      }
    }
    try {
      channel.eventLoop().execute(() -> loading = false);
    } catch (RejectedExecutionException e) {
      // The network has stopped, and the client is gone.
    }
  }
}

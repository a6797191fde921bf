package io.barnabas.storage.log;

import io.barnabas.storage.file.FileHandle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes at the end of the active segment's file. Used by the log's owner only. */
final class SegmentWriter {
  private final LogState log;
  private final RoomAhead room;

  SegmentWriter(LogState log, RoomReturn roomReturn) {
    this.log = log;
    this.room = new RoomAhead(log, roomReturn);
  }

  /**
   * Writes all bytes at the end of what is published; publishes nothing. When this fails the file
   * has been cut back to what is published, or the log directory is offline.
   *
   * @param synced whether a sync is to follow at once
   */
  void write(Segment segment, ByteBuffer[] buffers, long bytes, boolean synced) throws IOException {
    if (!segment.onDisk()) {
      SegmentRoller.createFile(log.context(), segment, log.config());
    }
    FileHandle handle = segment.open(log.context().handles());
    try {
      FileChannel channel = handle.channel();
      if (!synced) {
        room.makeFor(segment, channel, bytes);
      }
      writeFully(channel, segment.size(), buffers, bytes);
      if (synced) {
        room.makeBehind(segment, channel, bytes);
      }
    } catch (IOException e) {
      cutBack(segment, e);
      throw e;
    } finally {
      handle.release();
    }
  }

  private static void writeFully(
      FileChannel channel, int position, ByteBuffer[] buffers, long bytes) throws IOException {
    if (buffers.length == 1) {
      long at = position;
      while (buffers[0].hasRemaining()) {
        at += channel.write(buffers[0], at);
      }
      return;
    }
    // There is no positional gathering write. The position is the writer's alone: readers pass
    // theirs.
    channel.position(position);
    long left = bytes;
    int first = 0;
    while (left > 0) {
      left -= channel.write(buffers, first, buffers.length - first);
      while (first < buffers.length && !buffers[first].hasRemaining()) {
        first++;
      }
    }
  }

  private void cutBack(Segment segment, IOException cause) {
    // Anew, because an interrupted writer's channel is closed.
    try {
      FileHandle handle = segment.open(log.context().handles());
      try {
        FileChannel channel = handle.channel();
        if (channel.size() > segment.size()) {
          segment.roomUntil(0);
          channel.truncate(segment.size());
          // Now: the next flush may begin behind this segment, and a power loss must not bring the
          // bytes back between what is synced.
          channel.force(true);
        }
      } finally {
        handle.release();
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
      log.context()
          .health()
          .fail("cutting " + segment.file() + " back to " + segment.size() + ": " + e);
    }
  }
}

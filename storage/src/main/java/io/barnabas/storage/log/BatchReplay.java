package io.barnabas.storage.log;

import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.file.FileRecords;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;

/**
 * Walks the batches of a log from an offset to its end, for those who derive something from them.
 */
final class BatchReplay {
  /** Sees the header of each batch, and of control batches the whole. */
  interface BatchConsumer {
    void accept(ByteBuf buffer, int index);
  }

  private BatchReplay() {}

  static void replay(LogState log, long from, BatchConsumer consumer) throws IOException {
    Segments segments = log.segments();
    for (int index = segments.indexFor(from); index < segments.count(); index++) {
      Segment segment = segments.get(index);
      if (segment.size() > 0) {
        replay(log, segment, from, consumer);
      }
    }
  }

  private static void replay(LogState log, Segment segment, long from, BatchConsumer consumer)
      throws IOException {
    FileHandle handle = segment.open(log.context().handles());
    try {
      int start =
          from <= segment.baseOffset()
              ? 0
              : LogReader.positionOf(segment, handle, log.indexesOf(segment), from, segment.size());
      BatchWalk walk = new BatchWalk(segment.file(), handle.channel(), start, segment.size());
      while (walk.next()) {
        if (walk.isControl()) {
          ByteBuf batch = Unpooled.buffer(walk.sizeInBytes(), walk.sizeInBytes());
          FileRecords.read(handle.channel(), walk.position(), walk.sizeInBytes(), batch);
          accept(consumer, batch, segment, walk.position());
        } else {
          consumer.accept(walk.buffer(), walk.index());
        }
      }
    } finally {
      handle.release();
    }
  }

  private static void accept(
      BatchConsumer consumer, ByteBuf controlBatch, Segment segment, int position)
      throws CorruptLogException {
    try {
      consumer.accept(controlBatch, 0);
    } catch (IllegalArgumentException e) {
      throw new CorruptLogException(
          segment.file(), position, "a control batch", String.valueOf(e.getMessage()));
    }
  }
}

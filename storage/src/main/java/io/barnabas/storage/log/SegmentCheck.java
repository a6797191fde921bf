package io.barnabas.storage.log;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.file.FileSystemPort;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads the file of a segment whole and proves its batches by their checksums. Blocks. */
public final class SegmentCheck {
  private SegmentCheck() {}

  /**
   * Checks a file.
   *
   * @param bytes how much of it there is to be
   * @return the offset behind the last record; the base where there is none
   * @throws CorruptLogException at the first byte that is not part of a good batch
   */
  public static long check(FileSystemPort files, Path file, int bytes, long baseOffset)
      throws IOException {
    return check(files, file, bytes, baseOffset, batch -> {});
  }

  /**
   * As above, and hands out every batch that is good. The buffer holds one batch and is valid
   * during the call only.
   */
  public static long check(
      FileSystemPort files, Path file, int bytes, long baseOffset, Consumer<ByteBuf> consumer)
      throws IOException {
    FileHandle handle = new FileHandle(files.openForRead(file));
    try {
      LogRecovery.GoodEnd end =
          LogRecovery.scan(
              handle,
              0,
              bytes,
              baseOffset,
              (buffer, at, position) ->
                  consumer.accept(buffer.slice(at, BatchHeader.sizeInBytes(buffer, at))));
      if (end.position() != bytes) {
        throw new CorruptLogException(
            file, end.position(), "a batch with a good checksum", "something else");
      }
      return end.nextOffset();
    } finally {
      handle.release();
    }
  }
}

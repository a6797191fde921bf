package io.barnabas.storage.log;

import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.file.Path;

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
    FileHandle handle = new FileHandle(files.openForRead(file));
    try {
      LogRecovery.GoodEnd end =
          LogRecovery.scan(handle, 0, bytes, baseOffset, (buffer, index, position) -> {});
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

package io.barnabas.storage.clean;

import io.barnabas.storage.file.FileHandle;
import java.io.IOException;
import java.nio.file.Path;

/** A segment that is appended to no more. Methods that throw read from the disk. */
public interface SealedSegment {
  Path file();

  long baseOffset();

  /** Where the next segment begins. */
  long endOffset();

  int sizeInBytes();

  /** Bytes of the larger of the two indexes. */
  int indexBytes() throws IOException;

  /** The largest timestamp in ms, of the last modification where records have none. */
  long largestTimestampMs() throws IOException;

  /** The first batch's timestamp in ms, -1 if there is none. */
  long firstTimestampMs() throws IOException;

  /** Where the first batch starts that ends at or beyond an offset. */
  int positionOf(long offset) throws IOException;

  /** The open file; the caller releases it. */
  FileHandle open() throws IOException;
}

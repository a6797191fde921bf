package io.barnabas.server.network;

import io.barnabas.storage.file.FileRecords;
import io.netty.channel.DefaultFileRegion;

/**
 * A range of a log file that the kernel sends by itself. Gives the records back, and leaves the
 * file open.
 */
final class FileRecordsRegion extends DefaultFileRegion {
  private final FileRecords records;

  /** Takes over one reference of the records. */
  FileRecordsRegion(FileRecords records) {
    super(records.channel(), records.position(), records.sizeInBytes());
    this.records = records;
  }

  /** What is sent; still this one's. */
  FileRecords records() {
    return records;
  }

  /** The same for a connection whose bytes the kernel cannot send by itself; in place of this. */
  FileRecordsChunks inChunks(FileRecordsChunks.Helpers helpers) {
    FileRecordsChunks chunks = new FileRecordsChunks(records.retain(), helpers);
    release();
    return chunks;
  }

  @Override
  protected void deallocate() {
    records.release();
  }
}

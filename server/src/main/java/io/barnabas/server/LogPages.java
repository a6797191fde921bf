package io.barnabas.server;

import io.barnabas.server.network.SentPages;
import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.file.PageCache;
import java.io.IOException;
import java.time.InstantSource;

/** What of log files is in memory, as the network asks for it. */
record LogPages(PageCache pages, InstantSource clock) implements SentPages {

  @Override
  public boolean areKnown(FileHandle file, long position, int bytes) {
    return pages.isKnownToHold(file, position, bytes, position + bytes, clock.millis());
  }

  @Override
  public void bringIn(FileHandle file, long position, int bytes) throws IOException {
    pages.bringIn(file, position, bytes, file.channel().size(), clock.millis());
  }
}

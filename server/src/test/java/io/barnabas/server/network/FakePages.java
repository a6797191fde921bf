package io.barnabas.server.network;

import io.barnabas.storage.file.FileHandle;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Knows of nothing in memory, and notes what is brought there. */
final class FakePages implements SentPages {
  final List<Long> broughtIn = new CopyOnWriteArrayList<>();
  volatile boolean known;

  @Override
  public boolean areKnown(FileHandle file, long position, int bytes) {
    return known;
  }

  @Override
  public void bringIn(FileHandle file, long position, int bytes) {
    broughtIn.add(position);
  }
}

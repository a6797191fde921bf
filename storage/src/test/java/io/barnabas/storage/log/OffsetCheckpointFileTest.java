package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.storage.file.FaultyFileSystem;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class OffsetCheckpointFileTest {

  /** By chance: what is missed, is missed once in thousands of times or more seldom. */
  @Test
  void shouldNotMissAChangeWhileOthersLook() throws Exception {
    OffsetCheckpointFile file =
        new OffsetCheckpointFile(new FaultyFileSystem(), Path.of("/data/checkpoint"));
    Writer writer = new Writer(file);
    CountDownLatch done = new CountDownLatch(1);
    Thread background =
        new Thread(
            () -> {
              while (done.getCount() > 0) {
                writer.write();
              }
            });
    background.start();
    try {
      for (int change = 1; change <= 1_000_000; change++) {
        writer.value = change;
        file.outdate();
        writer.write();
        assertTrue(writer.written >= change, "change " + change + " is not written");
      }
    } finally {
      done.countDown();
      background.join();
    }
  }

  /** As a log directory writes its checkpoints. */
  private static final class Writer {
    private final OffsetCheckpointFile file;
    private volatile int value;
    private volatile int written;

    Writer(OffsetCheckpointFile file) {
      this.file = file;
    }

    void write() {
      synchronized (file) {
        if (file.takeOutdated()) {
          written = value;
        }
      }
    }
  }
}

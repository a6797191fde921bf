package io.barnabas.storage.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.util.internal.PlatformDependent;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageCacheTest {
  private static final int WINDOW = ResidentWindows.WINDOW_BYTES;
  private static final long END = 4L * WINDOW;

  @TempDir Path directory;
  private final List<Long> asked = new ArrayList<>();
  private long residentUpTo = END;
  private FileHandle file;
  private final PageCache pages =
      new PageCache(
          (FileChannel channel, long position, long size) -> {
            asked.add(position);
            return position + size <= residentUpTo;
          },
          new NioFileSystem()::bringIn);

  @BeforeEach
  void open() throws IOException {
    file =
        new FileHandle(
            FileChannel.open(
                directory.resolve("file"),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
  }

  @AfterEach
  void close() {
    file.release();
  }

  @Test
  void shouldAskOncePerWindowAndBelieveTheAnswerForAMoment() throws IOException {
    pages.bringIn(file, 100, 1000, END, 1_000);
    pages.bringIn(file, 5_000, 1000, END, 2_000);

    assertEquals(List.of(0L, (long) WINDOW), asked);
    assertTrue(pages.isKnownToHold(file, WINDOW - 1, 1, END, 6_000));
    assertFalse(pages.isKnownToHold(file, WINDOW - 1, 1, END, 6_001), "too long ago");
    assertFalse(pages.isKnownToHold(file, WINDOW - 1, 2, END, 2_000), "one window further");
  }

  @Test
  void shouldAskForEveryWindowARangeTouches() throws IOException {
    pages.bringIn(file, WINDOW - 1, WINDOW + 2, END, 1_000);

    assertEquals(List.of(0L, (long) WINDOW, 2L * WINDOW, 3L * WINDOW), asked);
    assertTrue(pages.isKnownToHold(file, 0, 4 * WINDOW, END, 1_000));
  }

  @Test
  void shouldNotLetTheKernelReadAheadForWhoeverSends() throws IOException {
    Files.write(directory.resolve("file"), new byte[3 * WINDOW]);
    residentUpTo = 2L * WINDOW;

    pages.bringIn(file, WINDOW, 1000, 3L * WINDOW, 1_000);
    assertFalse(pages.isKnownToHold(file, WINDOW, 1000, 3L * WINDOW, 1_000));
    assertTrue(
        pages.isKnownToHold(file, WINDOW, 1000, 2L * WINDOW, 1_000), "nothing to read ahead");

    pages.bringIn(file, 0, 1000, 3L * WINDOW, 1_000);
    assertTrue(pages.isKnownToHold(file, 0, 1000, 3L * WINDOW, 1_000));
  }

  @Test
  void shouldReadWhatIsNotInMemoryAndNotClaimTheWindow() throws IOException {
    residentUpTo = 0;

    // The file is empty: that the range is read shows by where the file ends.
    assertThrows(EOFException.class, () -> pages.bringIn(file, 0, 1000, END, 1_000));
    assertFalse(pages.isKnownToHold(file, 0, 1000, END, 1_000));
  }

  @Test
  void shouldReadTheLittleThatIsMissingInTheRealFileSystem() throws IOException {
    assumeTrue(PlatformDependent.hasUnsafe(), "this JVM cannot unmap");
    int pieces = 32;
    int piece = 128 << 10;
    try (FileChannel channel =
        FileChannel.open(
            directory.resolve("holes"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), (long) pieces * piece - 1);
      for (int i = 0; i < pieces / 2; i++) {
        channel.write(ByteBuffer.allocate(piece), (long) i * piece);
      }
      assertFalse(new NioFileSystem().isInMemory(channel, 0, (long) pieces * piece));

      for (int i = pieces / 2; i < pieces; i++) {
        if (i != pieces - 3) {
          channel.write(ByteBuffer.allocate(piece), (long) i * piece);
        }
      }
      assertTrue(new NioFileSystem().isInMemory(channel, 0, (long) pieces * piece));
    }
  }

  @Test
  void shouldSeeInTheRealFileSystemWhatWasJustWritten() throws IOException {
    assumeTrue(PlatformDependent.hasUnsafe(), "this JVM cannot unmap");
    Path written = directory.resolve("written");
    Files.write(written, new byte[300_000]);

    try (FileChannel channel = FileChannel.open(written, StandardOpenOption.READ)) {
      assertTrue(new NioFileSystem().isInMemory(channel, 0, 300_000));
      assertTrue(new NioFileSystem().isInMemory(channel, 4096, 1));
      new NioFileSystem().bringIn(channel, 100, 299_900);
      assertThrows(EOFException.class, () -> new NioFileSystem().bringIn(channel, 100, 299_901));
    }
  }
}

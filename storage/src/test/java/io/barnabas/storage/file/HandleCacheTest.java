package io.barnabas.storage.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HandleCacheTest {
  private static final int MOST = 8;

  private final FaultyFileSystem files = new FaultyFileSystem();
  private final HandleCache cache = new HandleCache(files, MOST);
  private final List<FileChannel> opened = new ArrayList<>();

  private static Path file(int number) {
    return Path.of("/file-" + number);
  }

  /** Opens it and lets go of it. */
  private void use(int number) throws IOException {
    FileHandle handle = cache.acquire(file(number));
    opened.add(handle.channel());
    handle.release();
  }

  private void createAndUse(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      cache.create(file(i));
      use(i);
    }
  }

  private long open() {
    return opened.stream().distinct().filter(FileChannel::isOpen).count();
  }

  @Test
  void shouldKeepNoMoreFilesOpenThanItMay() throws IOException {
    createAndUse(3 * MOST);
    for (int i = 0; i < 3 * MOST; i++) {
      use(i);
    }

    assertEquals(MOST, open());
  }

  @Test
  void shouldCloseWhatIsTooManyWhenTheLimitFalls() throws IOException {
    createAndUse(MOST);

    cache.limit(3);
    assertEquals(3, open());

    cache.limit(MOST);
    createAndUse(MOST);
    assertEquals(MOST, open());
  }

  @Test
  void shouldNotCloseWhatIsInUse() throws IOException {
    cache.create(file(0));
    FileHandle used = cache.acquire(file(0));
    cache.limit(0);

    assertTrue(used.channel().isOpen());
    assertNull(cache.acquireIfOpen(file(0)));
    used.release();
    assertFalse(used.channel().isOpen());
  }

  @Test
  void shouldMakeRoomWhereTheProcessMayOpenNoMore() throws IOException {
    createAndUse(MOST);
    files.failWith(
        (what, file) -> {
          if (what.equals("open") && open() >= 6) {
            throw new IOException(file + ": Too many open files");
          }
        });

    cache.forget(file(7));
    use(7);
    cache.create(file(MOST));

    assertTrue(open() <= MOST / 2, open() + " files are open");
    assertEquals(1, files.faults());
  }

  @Test
  void shouldTryAgainWhereSomebodyElseHasMadeRoomMeanwhile() throws IOException {
    createAndUse(MOST);
    List<Path> late = new ArrayList<>();
    files.failWith(
        (what, file) -> {
          if (what.equals("open") && open() >= MOST) {
            if (late.isEmpty()) {
              late.add(file);
              cache.create(file(MOST + 1)); // Meets the same want, and is first to make room.
            }
            throw new IOException("Too many open files");
          }
        });

    cache.create(file(MOST));

    assertEquals(List.of(file(MOST)), late);
    assertEquals(2, files.faults());
    use(MOST);
    use(MOST + 1);
  }

  @Test
  void shouldMakeRoomForFilesThatAreNotKept() throws IOException {
    createAndUse(MOST);
    files.failWith(
        (what, file) -> {
          if (what.equals("open") && open() >= MOST) {
            throw new IOException("Too many open files");
          }
        });

    cache.makingRoom(() -> files.openForWrite(file(MOST))).close();

    assertEquals(1, files.faults());
  }

  @Test
  void shouldSayWhyAFileCannotBeOpened() throws IOException {
    createAndUse(MOST);
    files.failWith(
        (what, file) -> {
          if (what.equals("open")) {
            throw new IOException("Too many open files");
          }
        });
    cache.forget(file(0));

    assertThrows(IOException.class, () -> cache.acquire(file(0)));
    files.failWith((what, file) -> {});
    assertThrows(NoSuchFileException.class, () -> cache.acquire(file(100)));
    use(0);
  }

  @Test
  void shouldOpenAnewWhatAnInterruptedThreadHasClosed() throws IOException {
    cache.create(file(0));
    FileHandle before = cache.acquire(file(0));
    before.channel().close();
    before.release();

    FileHandle after = cache.acquire(file(0));

    assertNotSame(before, after);
    assertTrue(after.channel().isOpen());
    after.release();
  }

  @Test
  void shouldFindTheFileOfTheNameAfterTheNameWasForgotten() throws IOException {
    cache.create(file(0));
    FileHandle old = cache.acquire(file(0));
    old.channel().write(ByteBuffer.allocate(3), 0);
    files.rename(file(0), file(1));
    cache.forget(file(0));
    cache.create(file(0));

    FileHandle now = cache.acquire(file(0));

    assertEquals(3, old.channel().size(), "whoever uses it goes on");
    assertEquals(0, now.channel().size());
    old.release();
    assertFalse(old.channel().isOpen());
    assertSame(now, cache.acquireIfOpen(file(0)));
    now.release();
    now.release();
  }
}

package io.barnabas.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.file.FileRecords;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileRecordsChunksTest {
  private static final int CHUNK = 128 << 10;
  private static final int SIZE = 20 * CHUNK;

  @TempDir private Path directory;
  private final FakePages pages = new FakePages();
  private final Deque<Runnable> readers = new ArrayDeque<>();
  private FileHandle file;
  private FileRecordsChunks chunks;
  private long nanos;
  private int resumed;

  @BeforeEach
  void open() throws IOException {
    Path log = directory.resolve("a.log");
    Files.write(log, new byte[100 + SIZE]);
    file = new FileHandle(FileChannel.open(log));
    chunks =
        new FileRecordsChunks(
            new FileRecords(file, 100, SIZE),
            new FileRecordsChunks.Helpers(
                pages, readers::add, Runnable::run, () -> resumed++, () -> nanos));
  }

  private int read() throws IOException {
    ByteBuf chunk = chunks.readChunk(UnpooledByteBufAllocator.DEFAULT);
    assertNotNull(chunk);
    int bytes = chunk.readableBytes();
    chunk.release();
    return bytes;
  }

  @Test
  void shouldReadAtOnceWhatTheFetchHasJustSeen() throws IOException {
    for (int sent = 0; sent < SIZE; sent += CHUNK) {
      assertEquals(CHUNK, read());
    }

    assertTrue(chunks.isEndOfInput());
    assertTrue(readers.isEmpty());
    chunks.close();
    assertFalse(file.channel().isOpen());
  }

  @Test
  void shouldHaveSomebodyElseWaitForTheDiskWhenTheClientIsSlow() throws IOException {
    assertEquals(CHUNK, read());
    nanos = 2_000_000_000L;

    assertNull(chunks.readChunk(UnpooledByteBufAllocator.DEFAULT));
    assertNull(chunks.readChunk(UnpooledByteBufAllocator.DEFAULT), "flushed meanwhile");
    readers.remove().run();

    assertEquals(List.of(100L + CHUNK), pages.broughtIn);
    assertEquals(1, resumed);
    for (int i = 0; i < 16; i++) {
      assertEquals(CHUNK, read());
    }
    assertNull(chunks.readChunk(UnpooledByteBufAllocator.DEFAULT), "no more was brought in");
    assertEquals(1, readers.size());
  }

  @Test
  void shouldAskNobodyWhileTheKernelIsKnownToHoldIt() throws IOException {
    nanos = 2_000_000_000L;
    pages.known = true;

    assertEquals(CHUNK, read());
    assertTrue(readers.isEmpty());
  }

  @Test
  void shouldKeepTheFileOpenWhileItIsBroughtInForAClientThatHasGone() throws IOException {
    nanos = 2_000_000_000L;
    assertNull(chunks.readChunk(UnpooledByteBufAllocator.DEFAULT));
    chunks.close();
    assertTrue(file.channel().isOpen());

    readers.remove().run();

    assertFalse(file.channel().isOpen());
    assertEquals(0, resumed);
  }
}

package io.barnabas.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.ByteBufRecords;
import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.file.FileRecords;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FramePartsTest {
  @TempDir Path directory;
  private final FrameParts parts = new FrameParts(UnpooledByteBufAllocator.DEFAULT);
  private FileHandle file;

  @BeforeEach
  void open() throws IOException {
    Path written = directory.resolve("file");
    byte[] bytes = new byte[1 << 20];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ('a' + i % 26);
    }
    Files.write(written, bytes);
    file = new FileHandle(FileChannel.open(written));
  }

  @AfterEach
  void close() {
    file.release();
  }

  @Test
  void shouldReadFewRecordsToWhereTheRestLies() throws IOException {
    text("<");
    parts.add(inFile(2, 3));
    text("|");
    parts.add(inFile(0, 2));
    text(">");

    assertEquals(List.of("<cde|ab>"), taken());
    assertTrue(file.release(), "nobody else holds the file");
    open();
  }

  @Test
  void shouldLeaveManyRecordsToTheKernel() {
    text("<");
    parts.add(inFile(7, FrameParts.SMALL_BYTES + 1));
    text(">");

    List<Object> all = parts.all();
    assertEquals("<", string((ByteBuf) all.get(0)));
    FileRecordsRegion region = (FileRecordsRegion) all.get(1);
    assertEquals(7, region.position());
    assertEquals(FrameParts.SMALL_BYTES + 1, region.count());
    assertEquals(">", string((ByteBuf) all.get(2)));
    region.release();
  }

  @Test
  void shouldReadOnlySoMuchForOneFrame() {
    int fit = FrameParts.READ_BYTES / FrameParts.SMALL_BYTES;
    for (int i = 0; i <= fit; i++) {
      parts.add(inFile(0, FrameParts.SMALL_BYTES));
    }

    List<Object> all = parts.all();
    assertEquals(2, all.size());
    assertEquals(FrameParts.READ_BYTES, ((ByteBuf) all.get(0)).readableBytes());
    assertTrue(all.get(1) instanceof FileRecordsRegion);
    all.forEach(ReferenceCountUtil::release);
  }

  @Test
  void shouldLetTheKernelFindOutWhatCannotBeRead() {
    text("<");
    parts.add(inFile((1 << 20) - 1, 2));

    List<Object> all = parts.all();
    assertEquals("<", string((ByteBuf) all.get(0)));
    ((FileRecordsRegion) all.get(1)).release();
  }

  @Test
  void shouldNotCopyRecordsThatLieInMemory() {
    ByteBuf records = Unpooled.copiedBuffer("abc", StandardCharsets.US_ASCII);
    text("<");
    parts.add(new ByteBufRecords(records));

    List<Object> all = parts.all();
    ((ByteBuf) all.get(1)).setByte(0, 'z');
    assertEquals('z', records.getByte(0));
    all.forEach(ReferenceCountUtil::release);
    assertEquals(0, records.refCnt());
  }

  private FileRecords inFile(long position, int size) {
    assertTrue(file.tryRetain());
    return new FileRecords(file, position, size);
  }

  private void text(String text) {
    ByteBuf bytes = Unpooled.copiedBuffer("..." + text, StandardCharsets.US_ASCII);
    parts.add(bytes, 3, bytes.writerIndex());
  }

  private List<String> taken() {
    return parts.all().stream().map(part -> string((ByteBuf) part)).toList();
  }

  private static String string(ByteBuf bytes) {
    String string = bytes.toString(StandardCharsets.US_ASCII);
    bytes.release();
    return string;
  }
}

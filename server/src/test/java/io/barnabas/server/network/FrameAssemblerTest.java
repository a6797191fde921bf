package io.barnabas.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FrameAssemblerTest {
  private static final int MAX_BYTES = 1 << 20;

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);

  @Test
  void shouldFindTheSameFramesHoweverTheBytesArrive() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 60; round++) {
      List<byte[]> frames = frames(random);
      ByteBuf wire = wire(frames);
      FrameAssembler assembler = new FrameAssembler(allocator, MAX_BYTES);

      List<byte[]> found = feed(assembler, wire, random);

      assertEquals(frames.size(), found.size(), "seed " + seed);
      for (int i = 0; i < frames.size(); i++) {
        assertEquals(
            Unpooled.wrappedBuffer(frames.get(i)),
            Unpooled.wrappedBuffer(found.get(i)),
            "seed " + seed + ", frame " + i);
      }
      assertFalse(assembler.isInsideFrame());
      assertEquals(0, assembler.heldBytes());
      assembler.close();
      wire.release();
    }
    assertEquals(0, allocator.metric().usedDirectMemory(), "seed " + seed);
  }

  @Test
  void shouldTakeLittleMemoryForBytesThatComeOneByOne() {
    FrameAssembler assembler = new FrameAssembler(allocator, MAX_BYTES);
    assembler.offer(received(new byte[] {0, 0, 0, 1, 7}));
    assertTrue(assembler.ready());

    for (int i = 0; i < 2000; i++) {
      assembler.offer(received(new byte[] {(byte) i}));
    }

    assertTrue(allocator.metric().usedDirectMemory() < 5000);
    assertEquals(2001, assembler.heldBytes());
    assertEquals(7, assembler.take().readByte());
    assembler.close();
  }

  /** In a buffer as they are received into. */
  private ByteBuf received(byte[] bytes) {
    return allocator.directBuffer(512).writeBytes(bytes);
  }

  private static List<byte[]> frames(Random random) {
    List<byte[]> frames = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      byte[] frame =
          new byte[random.nextInt(10) == 0 ? random.nextInt(MAX_BYTES) : random.nextInt(300)];
      random.nextBytes(frame);
      frames.add(frame);
    }
    return frames;
  }

  private static ByteBuf wire(List<byte[]> frames) {
    ByteBuf wire = Unpooled.buffer();
    frames.forEach(frame -> wire.writeInt(frame.length).writeBytes(frame));
    return wire;
  }

  /** Plays the channel: reads into the assembler's own buffer where it offers one. */
  private List<byte[]> feed(FrameAssembler assembler, ByteBuf wire, Random random) {
    List<byte[]> found = new ArrayList<>();
    int pieceMax = 1 + random.nextInt(wire.readableBytes() < 3_000 ? 5 : 100_000);
    while (wire.isReadable()) {
      ByteBuf receiver = assembler.receiver();
      ByteBuf buffer = receiver != null ? receiver : allocator.directBuffer(pieceMax);
      int piece =
          Math.min(
              Math.min(1 + random.nextInt(pieceMax), wire.readableBytes()), buffer.writableBytes());
      buffer.writeBytes(wire, piece);
      assembler.offer(buffer);
      while (random.nextInt(4) > 0 && assembler.ready()) {
        found.add(taken(assembler));
      }
    }
    while (assembler.ready()) {
      found.add(taken(assembler));
    }
    return found;
  }

  private static byte[] taken(FrameAssembler assembler) {
    ByteBuf frame = assembler.take();
    byte[] bytes = new byte[frame.readableBytes()];
    frame.readBytes(bytes);
    frame.release();
    return bytes;
  }

  @Test
  void shouldRefuseANegativeLength() {
    FrameAssembler assembler = new FrameAssembler(allocator, MAX_BYTES);
    assembler.offer(Unpooled.buffer().writeInt(-7));

    FrameException refusal = assertThrows(FrameException.class, assembler::ready);

    assertEquals("a frame of negative length -7", refusal.getMessage());
    assembler.close();
  }

  @Test
  void shouldRefuseALengthOverTheLimitBeforeItsBytesArrive() {
    FrameAssembler assembler = new FrameAssembler(allocator, MAX_BYTES);
    assembler.offer(Unpooled.buffer().writeInt(MAX_BYTES + 1));

    assertThrows(FrameException.class, assembler::ready);

    assembler.close();
  }

  @Test
  void shouldAllocateByWhatArrivedAndNotByWhatWasAnnounced() {
    List<FrameAssembler> assemblers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      FrameAssembler assembler = new FrameAssembler(allocator, 100 << 20);
      assembler.offer(Unpooled.buffer().writeInt(100 << 20).writeByte(1));
      assertFalse(assembler.ready());
      assemblers.add(assembler);
    }

    assertTrue(allocator.metric().usedDirectMemory() <= 30L * FrameAssembler.ADVANCE_BYTES);

    assemblers.forEach(FrameAssembler::close);
    assertEquals(0, allocator.metric().usedDirectMemory());
  }

  @Test
  void shouldNotCopyAFrameThatArrivedWhole() {
    FrameAssembler assembler = new FrameAssembler(allocator, MAX_BYTES);
    ByteBuf received =
        ByteBufAllocator.DEFAULT.directBuffer().writeInt(3).writeBytes(new byte[] {1, 2, 3});
    assembler.offer(received);

    assertTrue(assembler.ready());
    ByteBuf frame = assembler.take();

    assertEquals(received.memoryAddress() + 4, frame.memoryAddress());
    frame.release();
    assembler.close();
    assertEquals(0, received.refCnt());
  }
}

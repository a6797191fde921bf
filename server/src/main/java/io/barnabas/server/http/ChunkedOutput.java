package io.barnabas.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.io.OutputStream;

/** Collects what is written in pieces, so that a large page is never copied to grow. */
public final class ChunkedOutput extends OutputStream {
  private static final int CHUNK_BYTES = 64 << 10;

  private final CompositeByteBuf whole = Unpooled.compositeBuffer(Integer.MAX_VALUE);
  private byte[] chunk = new byte[CHUNK_BYTES];
  private int used;

  @Override
  public void write(int octet) {
    if (used == chunk.length) {
      turn();
    }
    chunk[used++] = (byte) octet;
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    int done = 0;
    while (done < length) {
      if (used == chunk.length) {
        turn();
      }
      int part = Math.min(length - done, chunk.length - used);
      System.arraycopy(from, offset + done, chunk, used, part);
      used += part;
      done += part;
    }
  }

  private void turn() {
    whole.addComponent(true, Unpooled.wrappedBuffer(chunk, 0, used));
    chunk = new byte[CHUNK_BYTES];
    used = 0;
  }

  /** Everything written; nothing may be written after. */
  public ByteBuf content() {
    whole.addComponent(true, Unpooled.wrappedBuffer(chunk, 0, used));
    return whole;
  }
}

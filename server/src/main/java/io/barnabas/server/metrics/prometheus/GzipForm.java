package io.barnabas.server.metrics.prometheus;

import io.barnabas.server.metrics.prometheus.Compressor.Deflated;

/** A page in the format of gzip (RFC 1952), made of what the compressor has of it. */
final class GzipForm implements PageForm {
  /** A magic number, the method, no flags, no time, the fastest, an unknown system. */
  private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};

  /** A last block with nothing in it. */
  private static final byte[] LAST = {3, 0};

  /** So much text of single series is compressed at once. */
  private static final int LINES = 32 << 10;

  private final Compressor compressor;
  private final AsciiBuffer lines = new AsciiBuffer(LINES + (LINES >> 2));
  private boolean begun;
  private int crc;
  private int length;

  /** Nothing written yet. */
  GzipForm(Compressor compressor) {
    this.compressor = compressor;
  }

  @Override
  public void write(PageStep step, AsciiBuffer into) {
    if (!step.isLines()) {
      flush(into);
      put(compressor.block(step), into);
      return;
    }
    AsciiBuffer more = step.family().lines();
    lines.put(more.array(), 0, more.size());
    if (lines.size() >= LINES) {
      flush(into);
    }
  }

  private void flush(AsciiBuffer into) {
    if (lines.size() > 0) {
      put(compressor.deflate(lines.array(), lines.size()), into);
      lines.clear();
    }
  }

  private void put(Deflated text, AsciiBuffer into) {
    begin(into);
    into.put(text.bytes());
    crc = Crc32.ofBoth(crc, text.crc(), text.length());
    length += text.length();
  }

  private void begin(AsciiBuffer into) {
    if (!begun) {
      into.put(HEAD);
      begun = true;
    }
  }

  @Override
  public void end(AsciiBuffer into) {
    flush(into);
    begin(into);
    into.put(LAST);
    putLittleEndian(crc, into);
    putLittleEndian(length, into);
    compressor.turn();
  }

  private static void putLittleEndian(int value, AsciiBuffer into) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      into.put(new byte[] {(byte) (value >>> shift)});
    }
  }
}

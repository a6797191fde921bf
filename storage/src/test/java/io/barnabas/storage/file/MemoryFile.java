package io.barnabas.storage.file;

import java.util.Arrays;
import java.util.Random;

/** The bytes of a file: as written, and as they would be after a power loss. */
public final class MemoryFile {
  private byte[] bytes = new byte[64];
  private int size;
  private byte[] durable = {};
  private long modifiedMs;

  public synchronized int size() {
    return size;
  }

  synchronized long modifiedMs() {
    return modifiedMs;
  }

  synchronized int read(int position, byte[] target) {
    int count = Math.min(target.length, size - position);
    if (count <= 0) {
      return -1;
    }
    System.arraycopy(bytes, position, target, 0, count);
    return count;
  }

  public synchronized void write(int position, byte[] source, int count, long nowMs) {
    int end = position + count;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
    }
    if (position > size) {
      Arrays.fill(bytes, size, position, (byte) 0);
    }
    System.arraycopy(source, 0, bytes, position, count);
    size = Math.max(size, end);
    modifiedMs = nowMs;
  }

  public synchronized void truncate(int newSize) {
    size = Math.min(size, newSize);
  }

  synchronized void extend(int newSize) {
    if (newSize > size) {
      write(newSize, new byte[0], 0, modifiedMs);
    }
  }

  /** Damages a byte. */
  public synchronized void flip(int position) {
    bytes[position] ^= (byte) 0x40;
  }

  synchronized void force() {
    durable = Arrays.copyOf(bytes, size);
  }

  public synchronized byte[] content() {
    return Arrays.copyOf(bytes, size);
  }

  private static boolean isZero(byte[] content, int from) {
    for (int at = from; at < content.length; at++) {
      if (content[at] != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * What was synced stays. Of what was written since, some of the pages may have reached the disk:
   * the file keeps a random length of it, with a random part of that as zeros or garbage.
   */
  synchronized void losePower(Random random) {
    byte[] written = content();
    int common = 0;
    while (common < Math.min(written.length, durable.length)
        && written[common] == durable[common]) {
      common++;
    }
    if (common < durable.length && common < written.length && isZero(durable, common)) {
      // Written into what was preallocated: some of it may have arrived.
      int kept = common + random.nextInt(Math.min(written.length, durable.length) - common + 1);
      System.arraycopy(written, common, durable, common, kept - common);
    }
    if (common < durable.length || written.length == durable.length) {
      bytes = Arrays.copyOf(durable, Math.max(64, durable.length));
      size = durable.length;
      return;
    }
    int kept = common + random.nextInt(written.length - common + 1);
    bytes = Arrays.copyOf(written, Math.max(64, kept));
    size = kept;
    if (kept > common && random.nextInt(3) == 0) {
      int from = common + random.nextInt(kept - common);
      for (int at = from; at < kept; at++) {
        bytes[at] = random.nextBoolean() ? 0 : (byte) random.nextInt();
      }
    }
    durable = content();
  }
}

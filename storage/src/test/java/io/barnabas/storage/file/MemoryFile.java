package io.barnabas.storage.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The bytes of a file: as written, and what was done to them since they were last synced. */
public final class MemoryFile implements MemoryNode {
  /** What a disk writes at once; small, as the files of tests are. */
  private static final int SECTOR = 64;

  /** A write, or a truncation where {@code bytes} is null. */
  private record Change(int position, byte[] bytes) {}

  private byte[] bytes = new byte[64];
  private int size;
  private byte[] durable = {};
  private final List<Change> unsynced = new ArrayList<>();
  private long modifiedMs;

  public synchronized int size() {
    return size;
  }

  synchronized long modifiedMs() {
    return modifiedMs;
  }

  synchronized void setModifiedMs(long ms) {
    modifiedMs = ms;
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
    unsynced.add(new Change(position, Arrays.copyOf(source, count)));
    put(position, source, count);
    modifiedMs = nowMs;
  }

  private void put(int position, byte[] source, int count) {
    int end = position + count;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
    }
    if (position > size) {
      Arrays.fill(bytes, size, position, (byte) 0);
    }
    System.arraycopy(source, 0, bytes, position, count);
    size = Math.max(size, end);
  }

  public synchronized void truncate(int newSize) {
    if (newSize < size) {
      unsynced.add(new Change(newSize, null));
      size = newSize;
    }
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
    durable = content();
    unsynced.clear();
  }

  public synchronized byte[] content() {
    return Arrays.copyOf(bytes, size);
  }

  /**
   * What was synced stays. Of what was done since, the disk has nothing, or the first part up to
   * any byte, or any of the sectors under any of the sizes the file had, with zeros or with what
   * lay there before the file in place of those that it has not.
   */
  @Override
  public synchronized void losePower(Random random) {
    byte[] written = content();
    List<Change> changes = List.copyOf(unsynced);
    bytes = Arrays.copyOf(durable, Math.max(64, durable.length));
    size = durable.length;
    if (!changes.isEmpty()) {
      switch (random.nextInt(3)) {
        case 0 -> {}
        case 1 -> keepFirst(changes, random);
        default -> keepSome(changes, written, random);
      }
    }
    force();
  }

  private void keepFirst(List<Change> changes, Random random) {
    int kept = random.nextInt(changes.size()) + 1;
    for (int i = 0; i < kept; i++) {
      Change change = changes.get(i);
      if (change.bytes == null) {
        size = Math.min(size, change.position);
      } else {
        int length = change.bytes.length;
        put(change.position, change.bytes, i + 1 < kept ? length : random.nextInt(length + 1));
      }
    }
  }

  private void keepSome(List<Change> changes, byte[] written, Random random) {
    boolean[] touched = new boolean[written.length / SECTOR + 1];
    int[] sizes = new int[changes.size() + 1];
    sizes[0] = durable.length;
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      boolean cut = change.bytes == null;
      int to = cut ? change.position : change.position + change.bytes.length;
      sizes[i + 1] = cut ? to : Math.max(sizes[i], to);
      for (int at = change.position; at < Math.min(to, written.length); at++) {
        touched[at / SECTOR] = true;
      }
    }
    int keptSize = sizes[random.nextInt(sizes.length)];
    byte[] kept = Arrays.copyOf(durable, keptSize);
    for (int at = 0; at < keptSize; at += SECTOR) {
      int length = Math.min(SECTOR, keptSize - at);
      if (at + length > durable.length || (at / SECTOR < touched.length && touched[at / SECTOR])) {
        keepSector(kept, at, length, written, random);
      }
    }
    bytes = Arrays.copyOf(kept, Math.max(64, keptSize));
    size = keptSize;
  }

  private void keepSector(byte[] kept, int at, int length, byte[] written, Random random) {
    int fate = random.nextInt(8);
    boolean fresh = at >= durable.length;
    for (int i = at; i < at + length; i++) {
      if (fate < 5) {
        kept[i] = i < written.length ? written[i] : kept[i];
      } else if (fate == 7 && fresh) {
        kept[i] = (byte) random.nextInt();
      }
    }
  }
}

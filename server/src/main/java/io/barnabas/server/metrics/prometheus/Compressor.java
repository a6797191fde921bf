package io.barnabas.server.metrics.prometheus;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses pages block by block, each for itself, and keeps blocks for the next page: one in
 * which nothing has changed since is not written anew. With ten thousand partitions most have not,
 * and compressing takes several times as long as everything else. For one thread at a time.
 */
final class Compressor {
  /** A block that so many pages had no use for is forgotten. */
  private static final int PAGES_KEPT = 20;

  /**
   * Compressed text that can follow and be followed by any other.
   *
   * @param bytes blocks of DEFLATE (RFC 1951), the last one not marked as such
   * @param length of the text
   * @param crc CRC-32 of the text
   */
  record Deflated(byte[] bytes, int length, int crc) {}

  private record Key(String name, int column, int block) {}

  private static final class Kept {
    private final Readings readings;
    private final Deflated text;
    private long page;

    Kept(Readings readings, Deflated text) {
      this.readings = readings;
      this.text = text;
    }
  }

  private final Map<Key, Kept> blocks = new HashMap<>();
  private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
  private final CRC32 crc = new CRC32();
  private final Readings readings = new Readings();
  private final AsciiBuffer text = new AsciiBuffer(64 << 10);
  private byte[] room = new byte[16 << 10];
  private long page;

  /** The block of a page's step. */
  Deflated block(PageStep step) {
    step.read(readings);
    Key key = new Key(step.family().name(), step.column(), step.block());
    @Nullable Kept kept = blocks.get(key);
    if (kept == null || !kept.readings.same(readings)) {
      text.clear();
      readings.write(step.family(), text);
      kept = new Kept(readings.copy(), deflate(text.array(), text.size()));
      blocks.put(key, kept);
    }
    kept.page = page;
    return kept.text;
  }

  /** A page has ended. */
  void turn() {
    page++;
    blocks.values().removeIf(each -> each.page < page - PAGES_KEPT);
  }

  /** Compresses some text. */
  Deflated deflate(byte[] from, int length) {
    crc.reset();
    crc.update(from, 0, length);
    deflater.reset();
    deflater.setInput(from, 0, length);
    int used = 0;
    while (true) {
      int more = deflater.deflate(room, used, room.length - used, Deflater.SYNC_FLUSH);
      used += more;
      if (used < room.length) {
        return new Deflated(Arrays.copyOf(room, used), length, (int) crc.getValue());
      }
      room = Arrays.copyOf(room, 2 * room.length);
    }
  }
}

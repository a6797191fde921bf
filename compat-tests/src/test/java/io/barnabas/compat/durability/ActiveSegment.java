package io.barnabas.compat.durability;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The newest segment file of a partition, as a broker that was killed has left it. Knows where the
 * promised records end, and damages what lies beyond: bytes that no client was told of.
 */
final class ActiveSegment {
  private static final int HEADER = 12;
  private static final int LAST_OFFSET_DELTA_AT = 23;

  private final Path file;

  private ActiveSegment(Path file) {
    this.file = file;
  }

  static ActiveSegment of(Path dataDirectory, String topic, int partition) throws IOException {
    try (Stream<Path> files = Files.list(dataDirectory.resolve(topic + "-" + partition))) {
      return new ActiveSegment(
          files
              .filter(path -> path.toString().endsWith(".log"))
              .max(Comparator.naturalOrder())
              .orElseThrow());
    }
  }

  /**
   * Does one of several kinds of harm beyond the records below {@code promisedEnd}; tells what it
   * did.
   */
  String damageBeyond(long promisedEnd, RandomGenerator random) throws IOException {
    long keep = endPosition(promisedEnd);
    long size = Files.size(file);
    String where = file.getFileName() + " kept " + keep + " of " + size + ": ";
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      if (size == keep || random.nextInt(4) == 0) {
        byte[] garbage = garbage(random);
        bytes.seek(size);
        bytes.write(garbage);
        return where + "appended " + garbage.length + " bytes";
      }
      long at = keep + random.nextLong(size - keep);
      if (random.nextBoolean()) {
        bytes.setLength(at);
        return where + "cut at " + at;
      }
      bytes.seek(at);
      byte[] noise = new byte[(int) Math.min(size - at, 1 + random.nextInt(500))];
      random.nextBytes(noise);
      bytes.write(noise);
      return where + "scrambled " + noise.length + " bytes at " + at;
    }
  }

  private static byte[] garbage(RandomGenerator random) {
    byte[] bytes = new byte[1 + random.nextInt(3_000)];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    }
    return bytes;
  }

  /** The position behind the last batch that holds an offset below {@code promisedEnd}. */
  private long endPosition(long promisedEnd) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer header = ByteBuffer.allocate(LAST_OFFSET_DELTA_AT + 4);
      long position = 0;
      while (position + header.capacity() <= channel.size()) {
        header.clear();
        channel.read(header, position);
        if (header.getLong(0) >= promisedEnd) {
          return position;
        }
        position += HEADER + header.getInt(8);
      }
      return Math.min(position, channel.size());
    }
  }
}

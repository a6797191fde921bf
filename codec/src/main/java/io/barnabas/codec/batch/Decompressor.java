package io.barnabas.codec.batch;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Streams that decompress the records of a batch. What a stream holds in memory is bounded by its
 * format (gzip 32 KiB, snappy and lz4 one block, zstd the window of its frame, at most 128 MiB and
 * touched only as far as data really comes), never by what the data expands to. Each must be
 * closed: most hold native memory.
 */
public final class Decompressor {
  private static final int GZIP_INPUT_BUFFER = 8 * 1024;

  private Decompressor() {}

  /**
   * Opens a stream over the readable bytes of {@code compressed}, whose indexes do not move.
   *
   * @throws InvalidRecordsException if the beginning is not of the codec's format
   */
  public static InputStream open(CompressionType type, ByteBuf compressed) {
    ByteBuf in = compressed.duplicate();
    try {
      return switch (type) {
        case NONE -> new ByteBufInputStream(in);
        case GZIP -> new GZIPInputStream(new ByteBufInputStream(in), GZIP_INPUT_BUFFER);
        case SNAPPY -> new SnappyBlocksInputStream(in);
        case LZ4 -> new Lz4BlocksInputStream(in);
        case ZSTD -> Zstd.open(in);
      };
    } catch (IOException | RuntimeException undecodable) {
      throw new InvalidRecordsException(
          InvalidRecordsException.Reason.UNDECODABLE,
          "the records are not " + type.configName() + ": " + undecodable.getMessage());
    }
  }

  // An own class, so that verifying this one does not load a library that nobody uses.

  private static final class Zstd {
    static InputStream open(ByteBuf in) throws IOException {
      return new ZstdInputStreamNoFinalizer(
          new ByteBufInputStream(in), RecyclingBufferPool.INSTANCE);
    }
  }
}

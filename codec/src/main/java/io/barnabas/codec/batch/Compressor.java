package io.barnabas.codec.batch;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import net.jpountz.xxhash.XXHashFactory;
import org.xerial.snappy.SnappyOutputStream;

/**
 * A codec and its level. Streams it opens write exactly the formats that every Kafka client reads:
 * gzip; snappy in snappy-java's framing; lz4 frames of independent 64 KiB blocks without checksums
 * over content; zstd frames. Immutable.
 *
 * @param level one of {@link CompressionType#isLevel}
 */
public record Compressor(CompressionType type, int level) {
  public static final Compressor NONE = of(CompressionType.NONE);

  private static final int GZIP_BUFFER = 8 * 1024;
  private static final int INPUT_BUFFER = 16 * 1024;

  public Compressor {
    if (!type.isLevel(level)) {
      throw new IllegalArgumentException("no level " + level + " in " + type.configName());
    }
  }

  /** The codec at its default level. */
  public static Compressor of(CompressionType type) {
    return new Compressor(type, type.defaultLevel());
  }

  /**
   * Opens a stream that appends to {@code out}; closing it completes the format and leaves {@code
   * out} open.
   */
  public OutputStream open(ByteBuf out) {
    ByteBufOutputStream sink = new ByteBufOutputStream(out);
    try {
      return switch (type) {
        case NONE -> sink;
        case GZIP -> new BufferedOutputStream(new LevelledGzip(sink, level), INPUT_BUFFER);
        case SNAPPY -> Snappy.open(sink);
        case LZ4 -> Lz4.open(sink, level);
        case ZSTD -> Zstd.open(sink, level);
      };
    } catch (IOException impossible) {
      throw new UncheckedIOException("a buffer in memory failed", impossible);
    }
  }

  private static final class LevelledGzip extends GZIPOutputStream {
    LevelledGzip(OutputStream out, int level) throws IOException {
      super(out, GZIP_BUFFER);
      def.setLevel(level);
    }
  }

  private static final class Snappy {
    static OutputStream open(OutputStream sink) {
      return new SnappyOutputStream(sink);
    }
  }

  private static final class Lz4 {
    static OutputStream open(OutputStream sink, int level) throws IOException {
      LZ4Factory factory = LZ4Factory.fastestInstance();
      return new LZ4FrameOutputStream(
          sink,
          BLOCKSIZE.SIZE_64KB,
          -1,
          level == CompressionType.LZ4.defaultLevel()
              ? factory.fastCompressor()
              : factory.highCompressor(level),
          XXHashFactory.fastestInstance().hash32(),
          FLG.Bits.BLOCK_INDEPENDENCE);
    }
  }

  private static final class Zstd {
    static OutputStream open(OutputStream sink, int level) throws IOException {
      return new BufferedOutputStream(
          new ZstdOutputStreamNoFinalizer(sink, RecyclingBufferPool.INSTANCE, level), INPUT_BUFFER);
    }
  }
}

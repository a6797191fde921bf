package io.barnabas.benchmarks.pieces;

import io.barnabas.benchmarks.load.ProduceLoad;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.RequestHeaderReader;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchCrc;
import io.barnabas.codec.message.ProduceRequest;
import io.barnabas.codec.message.RequestHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A produce request read, and the CRC of the batch in it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RequestBenchmark {
  @Param({"1024", "16384", "1048576"})
  public int batchBytes;

  @SuppressWarnings("NullAway.Init") // JMH does.
  private ByteBuf batch;

  @SuppressWarnings("NullAway.Init") // JMH does.
  private ByteBuf frame;

  @Setup
  public void encode() {
    batch = Batches.of(batchBytes);
    ByteBuffer whole = ProduceLoad.frame(new Uuid(1, 2), 0, batch, (short) -1);
    frame = Unpooled.wrappedBuffer(whole.position(Integer.BYTES).slice());
  }

  @Benchmark
  public RequestHeader header() {
    return RequestHeaderReader.read(new MessageReader(frame.duplicate()));
  }

  @Benchmark
  public ProduceRequest headerAndBody() {
    MessageReader reader = new MessageReader(frame.duplicate());
    RequestHeaderReader.read(reader);
    ProduceRequest request = ProduceRequest.read(reader, ProduceLoad.VERSION);
    request.release();
    return request;
  }

  @Benchmark
  public boolean crc() {
    return BatchCrc.isValid(batch, 0);
  }
}

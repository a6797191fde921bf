package io.barnabas.fuzz;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.CompressionType;
import io.barnabas.codec.batch.Compressor;
import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.storage.clean.CleanerConfig;
import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.log.AppendContext;
import io.barnabas.storage.log.LogConfig;
import io.barnabas.storage.log.LogStore;
import io.barnabas.storage.log.LogStoreConfig;
import io.barnabas.storage.log.LogStoreEnvironment;
import io.barnabas.storage.log.LogStoreException;
import io.barnabas.storage.log.PartitionId;
import io.barnabas.storage.log.PartitionLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;

/**
 * A log directory with everything in it that a start reads, in memory where the system has such a
 * place, and copies of it in which one file says something else.
 */
final class SampleDirectory implements AutoCloseable {
  static final long NOW_MS = 1_700_000_000_000L;
  private static final Path IN_MEMORY = Path.of("/dev/shm");
  private static final String MARKER = ".kafka_cleanshutdown";
  private static final PartitionId ORDERS = new PartitionId(new Uuid(1, 2), "orders", 0);
  private static final PartitionId PAYMENTS = new PartitionId(new Uuid(3, 4), "payments", 1);

  private final Path root;
  private final NioFileSystem files = new NioFileSystem();
  private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
  private final List<String> failures = new ArrayList<>();
  private final Map<Path, byte[]> content = new TreeMap<>();

  private SampleDirectory(Path root) {
    this.root = root;
  }

  static SampleDirectory make() {
    try {
      Path root =
          Files.isWritable(IN_MEMORY)
              ? Files.createTempDirectory(IN_MEMORY, "barnabas-fuzz")
              : Files.createTempDirectory("barnabas-fuzz");
      SampleDirectory sample = new SampleDirectory(root);
      sample.fill();
      return sample;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LogStoreException e) {
      throw new IllegalStateException(e);
    }
  }

  private void fill() throws IOException, LogStoreException {
    Path directory = root.resolve("template");
    try (LogStore store = open(directory)) {
      PartitionLog orders = store.create(ORDERS, config());
      append(orders, batch());
      append(
          orders, batch(BatchOptions.DEFAULT.withCompressor(Compressor.of(CompressionType.GZIP))));
      append(orders, batch(BatchOptions.DEFAULT.withProducer(7, (short) 0, 0)));
      orders.advanceHighWatermark(orders.logEndOffset());
      orders.deleteRecordsBefore(1).toCompletableFuture().join();
      PartitionLog payments = store.create(PAYMENTS, config());
      append(payments, batch(BatchOptions.DEFAULT.withProducer(8, (short) 0, 0).asTransactional()));
      append(payments, abort(8));
      append(payments, batch(BatchOptions.DEFAULT.withProducer(9, (short) 0, 0).asTransactional()));
      payments.advanceHighWatermark(payments.logEndOffset());
      store.registeredAs(5);
    }
    try (Stream<Path> found = Files.walk(directory)) {
      for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
        if (!file.endsWith(".lock")) {
          content.put(directory.relativize(file), Files.readAllBytes(file));
        }
      }
    }
  }

  private static LogConfig config() {
    return LogConfig.builder().segmentBytes(400).indexIntervalBytes(1).build();
  }

  private static void append(PartitionLog log, ByteBuf batch) {
    log.appendAsLeader(batch, AppendContext.coordinator(1)).toCompletableFuture().join();
  }

  /** A batch of three records. */
  static ByteBuf batch() {
    return batch(BatchOptions.DEFAULT);
  }

  private static ByteBuf batch(BatchOptions options) {
    ByteBuf out = Unpooled.buffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(out, options)) {
      for (int i = 0; i < 3; i++) {
        builder.append(NOW_MS + i, text("key" + i), text("the value of record " + i));
      }
      builder.finish();
    }
    return out;
  }

  private static ByteBuf text(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  private static ByteBuf abort(long producerId) {
    ByteBuf out = Unpooled.buffer();
    BatchOptions options =
        BatchOptions.DEFAULT.withProducer(producerId, (short) 0, -1).asTransactional().asControl();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(out, options)) {
      ByteBuf key = Unpooled.buffer();
      ControlRecordType.ABORT.writeKey(key);
      builder.append(NOW_MS, key, Unpooled.buffer().writeShort(0).writeInt(0));
      builder.finish();
    }
    return out;
  }

  /** As whoever leads the log now. */
  static AppendContext asLeaderOf(PartitionLog log) {
    return AppendContext.coordinator(Math.max(1, log.latestEpoch()));
  }

  /** What a start reads, relative to the directory, in an order that stays. */
  List<Path> files() {
    return List.copyOf(content.keySet());
  }

  byte[] contentOf(Path file) {
    return content.get(file);
  }

  /** A copy in which one file says something else. */
  Path with(Path changed, byte[] changedContent, boolean cleanlyShutDown) throws IOException {
    Path directory = root.resolve("copy");
    files.deleteRecursively(directory);
    for (Map.Entry<Path, byte[]> each : content.entrySet()) {
      if (cleanlyShutDown || !each.getKey().endsWith(MARKER)) {
        Path file = directory.resolve(each.getKey());
        Files.createDirectories(file.getParent());
        Files.write(file, each.getKey().equals(changed) ? changedContent : each.getValue());
      }
    }
    return directory;
  }

  LogStore open(Path directory) throws LogStoreException {
    Duration never = Duration.ofDays(1000);
    return LogStore.open(
        new LogStoreConfig(
            List.of(directory),
            1,
            "",
            1,
            never,
            64 << 20,
            never,
            never,
            never,
            never,
            Duration.ofDays(1),
            1_000_000,
            CleanerConfig.DEFAULT.withBackoff(never),
            0,
            () -> 100,
            1 << 20,
            topic -> config(),
            (failed, reason) -> failures.add(reason)),
        new LogStoreEnvironment(
            files,
            () -> Instant.ofEpochMilli(NOW_MS),
            System::nanoTime,
            new Random(42),
            scheduler,
            Runnable::run,
            Runnable::run,
            Runnable::run,
            Runnable::run));
  }

  /** Why directories failed since this was asked. */
  List<String> takeFailures() {
    List<String> taken = List.copyOf(failures);
    failures.clear();
    return taken;
  }

  @Override
  public void close() throws IOException {
    scheduler.shutdownNow();
    try (Stream<Path> found = Files.walk(root)) {
      for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}

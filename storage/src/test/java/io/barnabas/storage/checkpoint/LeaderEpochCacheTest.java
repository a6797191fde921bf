package io.barnabas.storage.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.log.CorruptLogException;
import io.barnabas.storage.log.EpochEndOffset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ScheduledFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.server.util.Scheduler;
import org.apache.kafka.storage.internals.checkpoint.LeaderEpochCheckpointFile;
import org.apache.kafka.storage.internals.epoch.LeaderEpochFileCache;
import org.apache.kafka.storage.internals.log.LogDirFailureChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeaderEpochCacheTest {
  private static final long SEED = Long.getLong("seed", 42);

  /** Apache Kafka syncs a file at each; more for a longer look. */
  private static final int STEPS = Integer.getInteger("steps", 200);

  @TempDir Path directory;

  @Test
  void shouldAnswerAsKafkaDoes() throws IOException {
    Path ourFile = directory.resolve("ours");
    Path theirFile = directory.resolve("theirs");
    Random random = new Random(SEED);
    LeaderEpochCache ours = LeaderEpochCache.load(new NioFileSystem(), ourFile);
    LeaderEpochFileCache theirs = kafka(theirFile);
    int epoch = 0;
    long start = 0;
    long end = 0;
    for (int step = 0; step < STEPS; step++) {
      String context = "seed " + SEED + " step " + step;
      switch (random.nextInt(12)) {
        case 0 -> {
          end = start + (long) ((end - start) * random.nextDouble());
          ours.truncateFromEnd(end);
          theirs.truncateFromEndAsyncFlush(end);
        }
        case 1, 2 -> {
          start += (long) ((end - start) * random.nextDouble() / 2);
          ours.truncateFromStart(start);
          theirs.truncateFromStartAsyncFlush(start);
        }
        case 3 -> {
          ours.write();
          assertEquals(Files.readString(theirFile), Files.readString(ourFile), context);
          ours = LeaderEpochCache.load(new NioFileSystem(), theirFile);
          assertEquals(theirs.latestEpoch().orElse(-1), ours.latestEpoch(), context);
          ours = LeaderEpochCache.load(new NioFileSystem(), ourFile);
        }
        default -> {
          epoch += random.nextInt(4) - 1;
          epoch = Math.max(0, epoch);
          ours.assign(epoch, end);
          theirs.assign(epoch, end);
          end += random.nextInt(5);
        }
      }
      assertSame(theirs, ours, end, context);
    }
  }

  private static void assertSame(
      LeaderEpochFileCache theirs, LeaderEpochCache ours, long end, String context) {
    assertEquals(
        theirs.epochEntries().stream()
            .map(e -> new EpochEntry(e.epoch(), e.startOffset()))
            .toList(),
        ours.entries(),
        context);
    for (int epoch = -1; epoch < ours.latestEpoch() + 3; epoch++) {
      Map.Entry<Integer, Long> expected = theirs.endOffsetFor(epoch, end);
      assertEquals(
          new EpochEndOffset(expected.getKey(), expected.getValue()),
          ours.endOffsetFor(epoch, end),
          context);
    }
    for (long offset = Math.max(0, end - 30); offset < end + 3; offset++) {
      assertEquals(theirs.epochForOffset(offset), ours.epochForOffset(offset), context);
    }
  }

  private static LeaderEpochFileCache kafka(Path file) throws IOException {
    return new LeaderEpochFileCache(
        new TopicPartition("t", 0),
        new LeaderEpochCheckpointFile(file.toFile(), new LogDirFailureChannel(1)),
        new SameThread());
  }

  private static final class SameThread implements Scheduler {
    @Override
    public void startup() {}

    @Override
    public void shutdown() {}

    @Override
    public ScheduledFuture<?> schedule(String name, Runnable task, long delayMs, long periodMs) {
      task.run();
      return null;
    }

    @Override
    public void resizeThreadPool(int newSize) {}
  }

  @Test
  void shouldRefuseAFileThatWasNotWrittenSo() throws IOException {
    for (String damaged :
        List.of(
            "1\n0\n",
            "0\n",
            "0\n1\n",
            "0\n2\n0 0\n",
            "0\n1\n0 0\n4 5\n",
            "0\n1\n0\n",
            "0\n1\nx 0\n",
            "0\n1\n0 -1\n",
            "0\n1\n0 0 0\n",
            "0\n2\n4 5\n4 6\n",
            "0\n2\n4 5\n5 4\n",
            "0\n1\n 5\n")) {
      Path file = Files.writeString(directory.resolve("damaged"), damaged);
      assertThrows(
          CorruptLogException.class,
          () -> LeaderEpochCache.load(new NioFileSystem(), file),
          damaged);
    }
    Path empty = Files.writeString(directory.resolve("empty"), "");
    assertEquals(List.of(), LeaderEpochCache.load(new NioFileSystem(), empty).entries());
  }
}

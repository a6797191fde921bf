package io.barnabas.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.server.network.NetworkTargets;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every build tries of each target: its seeds with a few changes, some hundred times. The seed
 * of the changes is told when one fails: {@code -Dfuzz.seed}; more of them: {@code -Dfuzz.rounds}.
 */
final class MutationTest {
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 1000);

  /** Each is a start of a store. */
  private static final int STARTS = ROUNDS / 10;

  private static final int CHANGES_MAX = 4;
  private static final byte[] EDGES = {0, 1, -1, 127, -128, 2, 16, 64};

  /** Something that is fuzzed. */
  interface Target {
    void run(byte[] input) throws Exception;
  }

  private static void mutate(Class<?> test, String method, int rounds, Target target)
      throws Exception {
    List<byte[]> seeds = seeds(test, method);
    for (int round = 0; round < rounds; round++) {
      long seed = SEED * 1_000_003 + round;
      byte[] input = mutated(seeds, new SplittableRandom(seed));
      try {
        target.run(input);
      } catch (Exception | AssertionError | StackOverflowError e) {
        Path found = Path.of("target", method + "-" + seed);
        Files.write(found, input);
        throw new AssertionError(
            test.getSimpleName()
                + "."
                + method
                + " with -Dfuzz.seed="
                + SEED
                + ", round "
                + round
                + "; the input is in "
                + found.toAbsolutePath(),
            e);
      }
    }
  }

  private static List<byte[]> seeds(Class<?> test, String method) throws Exception {
    URL corpus = test.getResource(test.getSimpleName() + "Inputs/" + method);
    List<byte[]> seeds = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(corpus.toURI()))) {
      for (Path file : files.sorted().toList()) {
        seeds.add(Files.readAllBytes(file));
      }
    }
    assertTrue(!seeds.isEmpty());
    return seeds;
  }

  private static byte[] mutated(List<byte[]> seeds, SplittableRandom random) {
    byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
    for (int i = random.nextInt(CHANGES_MAX) + 1; i > 0; i--) {
      input =
          switch (random.nextInt(5)) {
            case 0 -> spliced(input, seeds.get(random.nextInt(seeds.size())), random);
            case 1 -> spliced(input, new byte[0], random);
            case 2 -> spliced(input, input, random);
            default -> touched(input, random);
          };
    }
    return input;
  }

  /** A part of one in place of a part of the other. */
  private static byte[] spliced(byte[] into, byte[] from, SplittableRandom random) {
    int at = random.nextInt(into.length + 1);
    int gone = random.nextInt(Math.min(16, into.length - at) + 1);
    int begin = random.nextInt(from.length + 1);
    int count = random.nextInt(Math.min(64, from.length - begin) + 1);
    byte[] whole = new byte[into.length - gone + count];
    System.arraycopy(into, 0, whole, 0, at);
    System.arraycopy(from, begin, whole, at, count);
    System.arraycopy(into, at + gone, whole, at + count, into.length - at - gone);
    return whole;
  }

  private static byte[] touched(byte[] input, SplittableRandom random) {
    if (input.length > 0) {
      int at = random.nextInt(input.length);
      input[at] =
          switch (random.nextInt(3)) {
            case 0 -> (byte) random.nextInt();
            case 1 -> EDGES[random.nextInt(EDGES.length)];
            default -> (byte) (input[at] ^ 1 << random.nextInt(Byte.SIZE));
          };
    }
    return input;
  }

  @Test
  void shouldWithstandWhatAnybodyCanSend() throws Exception {
    for (var each : NetworkTargets.all().entrySet()) {
      mutate(NetworkTargets.TEST, each.getKey(), ROUNDS, each.getValue()::accept);
    }
    mutate(TelemetryFuzzTest.class, "pushed", ROUNDS, new TelemetryFuzzTest()::pushed);
  }

  @Test
  void shouldServeOrRefuseWhateverIsAskedFor() throws Exception {
    try (NetworkTargets.Served served = NetworkTargets.served()) {
      mutate(NetworkTargets.SERVED, "served", ROUNDS / 5, served::run);
    }
  }

  @Test
  void shouldWithstandRecordsOfAllKinds() throws Exception {
    RecordFuzzTest records = new RecordFuzzTest();
    mutate(RecordFuzzTest.class, "appended", ROUNDS, records::appended);
    mutate(RecordFuzzTest.class, "read", ROUNDS, records::read);
    mutate(RecordFuzzTest.class, "decompressed", ROUNDS, records::decompressed);
  }

  @Test
  void shouldLetNobodyInWhoGuesses() throws Exception {
    SaslFuzzTest sasl = new SaslFuzzTest();
    mutate(SaslFuzzTest.class, "plain", ROUNDS, sasl::plain);
    mutate(SaslFuzzTest.class, "scram", ROUNDS, sasl::scram);
    mutate(SaslFuzzTest.class, "bearer", ROUNDS, sasl::bearer);
    mutate(SaslFuzzTest.class, "token", ROUNDS, sasl::token);
    mutate(SaslFuzzTest.class, "principal", ROUNDS, sasl::principal);
  }

  @Test
  void shouldReadOrRefuseWhatLiesOnADisk() throws Exception {
    MetadataFuzzTest metadata = new MetadataFuzzTest();
    mutate(MetadataFuzzTest.class, "records", ROUNDS, metadata::records);
    mutate(MetadataFuzzTest.class, "stored", ROUNDS, metadata::stored);
    CoordinatorFuzzTest coordinators = new CoordinatorFuzzTest();
    mutate(CoordinatorFuzzTest.class, "groups", ROUNDS, coordinators::groups);
    mutate(CoordinatorFuzzTest.class, "transactions", ROUNDS, coordinators::transactions);
    DirectoryFuzzTest directory = new DirectoryFuzzTest();
    mutate(DirectoryFuzzTest.class, "start", STARTS, directory::start);
    directory.clean();
  }
}

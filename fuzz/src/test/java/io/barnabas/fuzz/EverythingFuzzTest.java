package io.barnabas.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.barnabas.server.network.NetworkTargets;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All targets in one, since the fuzzer starts once in a process: the first byte says which. What
 * every build runs, for some thousand inputs.
 */
@Tag("short-run")
final class EverythingFuzzTest {
  /** Something that is fuzzed. */
  interface Target {
    void run(byte[] input) throws Exception;
  }

  /**
   * A target with its corpus.
   *
   * @param test the class that has it
   * @param method its name there
   */
  private record Named(Class<?> test, String method, Target target) {}

  private static final List<Named> TARGETS = targets();

  private static List<Named> targets() {
    RecordFuzzTest records = new RecordFuzzTest();
    MetadataFuzzTest metadata = new MetadataFuzzTest();
    CoordinatorFuzzTest coordinators = new CoordinatorFuzzTest();
    SaslFuzzTest sasl = new SaslFuzzTest();
    List<Named> targets = new ArrayList<>();
    NetworkTargets.all()
        .forEach((name, run) -> targets.add(new Named(NetworkTargets.TEST, name, run::accept)));
    targets.add(new Named(RecordFuzzTest.class, "appended", records::appended));
    targets.add(new Named(RecordFuzzTest.class, "read", records::read));
    targets.add(new Named(RecordFuzzTest.class, "decompressed", records::decompressed));
    targets.add(new Named(MetadataFuzzTest.class, "records", metadata::records));
    targets.add(new Named(MetadataFuzzTest.class, "stored", metadata::stored));
    targets.add(new Named(CoordinatorFuzzTest.class, "groups", coordinators::groups));
    targets.add(new Named(CoordinatorFuzzTest.class, "transactions", coordinators::transactions));
    targets.add(new Named(SaslFuzzTest.class, "plain", sasl::plain));
    targets.add(new Named(SaslFuzzTest.class, "scram", sasl::scram));
    targets.add(new Named(SaslFuzzTest.class, "bearer", sasl::bearer));
    targets.add(new Named(SaslFuzzTest.class, "token", sasl::token));
    targets.add(new Named(SaslFuzzTest.class, "principal", sasl::principal));
    targets.add(new Named(TelemetryFuzzTest.class, "pushed", new TelemetryFuzzTest()::pushed));
    return targets;
  }

  static List<byte[]> seeds() throws IOException, URISyntaxException {
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < TARGETS.size(); i++) {
      Named each = TARGETS.get(i);
      URL corpus = each.test().getResource(each.test().getSimpleName() + "Inputs/" + each.method());
      try (Stream<Path> files = Files.list(Path.of(corpus.toURI()))) {
        for (Path file : files.sorted().toList()) {
          byte[] content = Files.readAllBytes(file);
          byte[] seed = new byte[content.length + 1];
          seed[0] = (byte) i;
          System.arraycopy(content, 0, seed, 1, content.length);
          seeds.add(seed);
        }
      }
    }
    return seeds;
  }

  @MethodSource("seeds")
  @FuzzTest(maxExecutions = 20_000, maxDuration = "30s")
  void everything(byte[] input) throws Exception {
    if (input.length > 0) {
      TARGETS
          .get((input[0] & 0xff) % TARGETS.size())
          .target()
          .run(Arrays.copyOfRange(input, 1, input.length));
    }
  }
}

package io.barnabas.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.server.telemetry.ClientTelemetry;
import io.barnabas.server.telemetry.TelemetryClient;
import io.barnabas.server.telemetry.TelemetryFault;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Metrics that clients push (KIP-714), compressed as the first byte says. */
final class TelemetryFuzzTest {
  private static final Set<TelemetryFault> EXPECTED =
      EnumSet.of(
          TelemetryFault.NONE,
          TelemetryFault.INVALID_METRICS,
          TelemetryFault.UNSUPPORTED_COMPRESSION,
          TelemetryFault.TOO_LARGE);
  private static final TelemetryClient CLIENT =
      new TelemetryClient("AAAAAAAAAAAAAAAAAAAAAQ", "c", "java", "4.4.0", "127.0.0.1", 1);

  private final long[] nowMs = {0};
  private final ClientTelemetry telemetry =
      new ClientTelemetry(
          () -> MetadataImage.EMPTY,
          1 << 20,
          () -> Instant.ofEpochMilli(nowMs[0]),
          () -> nowMs[0] * 1_000_000);

  @FuzzTest(maxDuration = "1h")
  void pushed(byte[] input) {
    if (input.length == 0) {
      return;
    }
    nowMs[0] += 3_600_000;
    TelemetryFault fault =
        telemetry.push(
            CLIENT,
            telemetry.subscription(CLIENT).id(),
            input[0] & 7,
            false,
            Arrays.copyOfRange(input, 1, input.length));
    assertTrue(EXPECTED.contains(fault), fault.toString());
  }
}

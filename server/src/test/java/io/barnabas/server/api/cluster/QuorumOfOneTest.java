package io.barnabas.server.api.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import java.util.List;
import org.junit.jupiter.api.Test;

final class QuorumOfOneTest {
  private static final Uuid DIRECTORY = new Uuid(1, 2);
  private static final List<String> LISTENERS = List.of("CONTROLLER");

  private boolean votersInLog = true;
  private final QuorumOfOne quorum = new QuorumOfOne("this", 1, "CONTROLLER", () -> votersInLog);

  @Test
  void shouldNameTheFirstFaultOfANewVoter() {
    assertEquals(
        ErrorCode.INCONSISTENT_CLUSTER_ID, quorum.add("other", -1, DIRECTORY, LISTENERS).error());
    assertEquals(ErrorCode.INVALID_REQUEST, quorum.add("this", -1, DIRECTORY, LISTENERS).error());
    assertEquals(ErrorCode.INVALID_REQUEST, quorum.add(null, 1, Uuid.ZERO, LISTENERS).error());
    assertEquals(ErrorCode.INVALID_REQUEST, quorum.add(null, 1, DIRECTORY, List.of()).error());
    assertEquals(ErrorCode.DUPLICATE_VOTER, quorum.add(null, 1, DIRECTORY, LISTENERS).error());
    assertEquals(ErrorCode.INVALID_REQUEST, quorum.add(null, 2, DIRECTORY, LISTENERS).error());
  }

  @Test
  void shouldKeepItsOnlyVoter() {
    assertEquals(ErrorCode.INCONSISTENT_CLUSTER_ID, quorum.remove("x", 1, DIRECTORY).error());
    assertEquals(ErrorCode.INVALID_REQUEST, quorum.remove(null, 1, Uuid.ZERO).error());
    assertEquals(ErrorCode.VOTER_NOT_FOUND, quorum.remove(null, 1, DIRECTORY).error());
  }

  @Test
  void shouldNotSpeakOfVotersWhereTheLogDoesNot() {
    votersInLog = false;

    assertEquals(ErrorCode.UNSUPPORTED_VERSION, quorum.add(null, 1, DIRECTORY, LISTENERS).error());
    assertEquals(ErrorCode.UNSUPPORTED_VERSION, quorum.remove(null, 1, DIRECTORY).error());
  }
}

package io.barnabas.benchmarks.load;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Message;
import io.barnabas.codec.message.FindCoordinatorRequest;
import io.barnabas.codec.message.FindCoordinatorResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Requests that are sent until they succeed. */
final class Attempts {
  private static final long RETRY_NANOS = 1_000_000;
  private static final short FIND_VERSION = 5;

  private Attempts() {}

  /** Something that answers with an error code. */
  interface Attempt {
    short send() throws IOException;
  }

  /** Tries again a ms later while the error is one that passes. */
  static void until(Attempt attempt) throws IOException {
    ErrorCode error = ErrorCode.ofCode(attempt.send());
    while (error.isRetriable()) {
      LockSupport.parkNanos(RETRY_NANOS);
      error = ErrorCode.ofCode(attempt.send());
    }
    ProduceLoad.check(error);
  }

  /**
   * Waits until there is a coordinator, which may have to make its topic first.
   *
   * @param type 0 for groups, 1 for transactions
   */
  static void findCoordinator(WireConnection connection, byte type, String key) throws IOException {
    Message find =
        FindCoordinatorRequest.builder().keyType(type).coordinatorKeys(List.of(key)).build();
    until(
        () ->
            FindCoordinatorResponse.read(
                    connection.exchange(ApiKey.FIND_COORDINATOR, FIND_VERSION, find), FIND_VERSION)
                .coordinators()
                .get(0)
                .errorCode());
  }
}

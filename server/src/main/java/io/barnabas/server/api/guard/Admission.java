package io.barnabas.server.api.guard;

import io.barnabas.codec.Message;
import java.util.function.UnaryOperator;

/** What becomes of a request at its guard. */
sealed interface Admission<Q extends Message, R extends Message> {

  /** It is handled as it is, and so is its answer. */
  static <Q extends Message, R extends Message> Admission<Q, R> whole(Q request) {
    return new Partial<>(request, UnaryOperator.identity(), "");
  }

  /** It is not handled; this is the answer. */
  static <Q extends Message, R extends Message> Admission<Q, R> refused(R response) {
    return new Refused<>(response);
  }

  /** This much of it is handled, and the answer is made from the handler's. */
  static <Q extends Message, R extends Message> Admission<Q, R> part(
      Q request, UnaryOperator<R> completion) {
    return new Partial<>(request, completion, "");
  }

  /** Nothing of it is handled. */
  record Refused<Q extends Message, R extends Message>(R response) implements Admission<Q, R> {}

  /**
   * Something of it is handled.
   *
   * @param completion makes the answer of the handler's
   * @param complaint where not empty, why a request whose client expects no answer costs the
   *     connection
   */
  record Partial<Q extends Message, R extends Message>(
      Q request, UnaryOperator<R> completion, String complaint) implements Admission<Q, R> {}
}

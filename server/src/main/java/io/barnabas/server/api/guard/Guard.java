package io.barnabas.server.api.guard;

import io.barnabas.codec.Message;
import io.barnabas.server.api.access.Access;

/**
 * What one API demands of who asks. Called on the event loop of the connection; must not block.
 *
 * @param <Q> the request message
 * @param <R> the response message
 */
@FunctionalInterface
interface Guard<Q extends Message, R extends Message> {
  Admission<Q, R> admit(Access access, Q request);
}

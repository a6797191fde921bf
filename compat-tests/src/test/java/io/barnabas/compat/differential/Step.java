package io.barnabas.compat.differential;

import java.util.function.BiConsumer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * One request, the same for both brokers but for what each of them has named by itself: ids of
 * topics, members, producers. These are looked up in the broker's {@link World} when it is sent.
 *
 * @param request makes the request for one broker
 * @param learn takes from an answer what later steps need
 * @param kind how answers may be compared
 */
record Step(ApiKeys api, Request request, BiConsumer<World, ApiMessage> learn, Kind kind) {

  /** Makes one broker's request of a version. */
  interface Request {
    ApiMessage of(World world, short version);
  }

  enum Kind {
    /** Changes nothing: may be asked again, until what was changed before has spread. */
    READ,
    /** Asked once. */
    WRITE
  }

  static Step read(ApiKeys api, Request request) {
    return new Step(api, request, (world, answer) -> {}, Kind.READ);
  }

  static Step write(ApiKeys api, Request request) {
    return new Step(api, request, (world, answer) -> {}, Kind.WRITE);
  }

  Step learning(BiConsumer<World, ApiMessage> what) {
    return new Step(api, request, what, kind);
  }
}

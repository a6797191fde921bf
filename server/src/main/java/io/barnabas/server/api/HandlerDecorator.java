package io.barnabas.server.api;

import io.barnabas.codec.Message;
import io.barnabas.server.api.guard.Refusals;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts something in front of each handler, behind which it stays as it is: how a broker for tests
 * gets its faults. Asked once, while the broker is put together.
 */
@FunctionalInterface
public interface HandlerDecorator {

  /** Handlers as they are. */
  HandlerDecorator NONE =
      new HandlerDecorator() {
        @Override
        public <Q extends Message, R extends Message> ApiHandler<Q, R> decorate(
            ApiHandler<Q, R> handler, Refusals refusals) {
          return handler;
        }
      };

  /**
   * What is to be asked in place of a handler.
   *
   * @param refusals answers with errors
   */
  <Q extends Message, R extends Message> ApiHandler<Q, R> decorate(
      ApiHandler<Q, R> handler, Refusals refusals);

  /** The same for a list. */
  default List<ApiHandler<?, ?>> decorateAll(List<ApiHandler<?, ?>> handlers, Refusals refusals) {
    List<ApiHandler<?, ?>> decorated = new ArrayList<>(handlers.size());
    for (ApiHandler<?, ?> handler : handlers) {
      decorated.add(decorate(handler, refusals));
    }
    return decorated;
  }
}

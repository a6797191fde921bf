package io.barnabas.server.api.guard;

import io.barnabas.codec.Message;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.access.Authorization;
import java.util.ArrayList;
import java.util.List;

/**
 * The one list of what each API demands. An API without an entry is not served at all: whoever adds
 * one says here who may use it.
 */
public final class Guards {
  private final GuardBook book = new GuardBook();
  private final ClusterView cluster;

  /**
   * The guards.
   *
   * @param createsTopics {@code auto.create.topics.enable}
   */
  public Guards(ClusterView cluster, boolean createsTopics) {
    this.cluster = cluster;
    OpenDoors.addTo(book);
    new RecordGuards(cluster).addTo(book);
    OffsetGuards.addTo(book);
    TransactionGuards.addTo(book);
    new TopicGuards(cluster).addTo(book);
    new MetadataGuards(cluster, createsTopics).addTo(book);
    new GroupGuards(cluster).addTo(book);
    new OffsetFetchGuard(cluster).addTo(book);
    ConfigGuards.addTo(book);
    ClusterGuards.addTo(book);
    AdministrationGuards.addTo(book);
  }

  /**
   * These handlers, behind their guards where there is an authorizer.
   *
   * @throws IllegalStateException for a handler without a guard, whether or not there is one
   */
  public List<ApiHandler<?, ?>> before(
      List<ApiHandler<?, ?>> handlers, Authorization authorization) {
    List<ApiHandler<?, ?>> guarded = new ArrayList<>(handlers.size());
    for (ApiHandler<?, ?> handler : handlers) {
      Guard<?, ?> guard = book.of(handler.spec().key());
      if (guard == null) {
        throw new IllegalStateException(
            handler.spec().key().wireName() + " has no guard: say in Guards who may use it");
      }
      guarded.add(authorization.isActive() ? behind(guard, handler, authorization) : handler);
    }
    return guarded;
  }

  /** The answers by which guards refuse, for whoever wants to refuse for another reason. */
  public Refusals refusals() {
    return new Refusals(book, cluster);
  }

  @SuppressWarnings("unchecked") // A guard is of the messages of the key it is entered under.
  private static <Q extends Message, R extends Message> ApiHandler<Q, R> behind(
      Guard<?, ?> guard, ApiHandler<Q, R> handler, Authorization authorization) {
    return new Guarded<>(handler, (Guard<Q, R>) guard, authorization);
  }
}

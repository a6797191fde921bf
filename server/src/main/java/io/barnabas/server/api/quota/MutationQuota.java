package io.barnabas.server.api.quota;

import io.barnabas.server.api.RequestContext;
import io.barnabas.server.quota.ClientQuotas;

/** What one request may have changed at the controller (KIP-599). For one request, one thread. */
public final class MutationQuota {
  /** What clients are told of a topic that is left alone. */
  public static final String EXCEEDED = "The throttling quota has been exceeded.";

  private final ClientQuotas quotas;
  private final String user;
  private final String clientId;
  private final boolean strict;

  /**
   * The quota of a request's client.
   *
   * @param strict whether the version of the request lets topics be refused
   */
  public MutationQuota(ClientQuotas quotas, RequestContext context, boolean strict) {
    this.quotas = quotas;
    this.user = context.connection().principal().name();
    this.clientId = context.clientIdOrEmpty();
    this.strict = strict;
  }

  /** Whether so many partitions may be made or removed; counts them if so. */
  public boolean admits(int partitions) {
    return quotas.mutate(user, clientId, partitions, strict);
  }

  /** For how many milliseconds the client shall wait. */
  public int throttleTimeMs() {
    return quotas.mutationWaitMs(user, clientId);
  }
}

package io.barnabas.server.network;

import io.barnabas.codec.ApiKey;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.quota.ClientQuotas;
import io.barnabas.server.quota.QuotaType;

/** What each request uses of its client's quotas, but for what is fetched. Any thread. */
final class Throttling {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double PERCENT = 100;

  private final ClientQuotas quotas;

  Throttling(ClientQuotas quotas) {
    this.quotas = quotas;
  }

  boolean isActive() {
    return quotas.isActive();
  }

  /**
   * Notes what a request has used.
   *
   * @param requestBytes its size
   * @param busyNanos how long it kept its event loop busy
   * @return for how many milliseconds the client shall wait
   */
  int use(RequestContext context, int requestBytes, long busyNanos) {
    String user = context.connection().principal().name();
    String clientId = context.clientIdOrEmpty();
    ApiKey key = context.spec().key();
    int waitMs =
        quotas.use(QuotaType.REQUEST, user, clientId, busyNanos * PERCENT / NANOS_PER_SECOND);
    if (key == ApiKey.PRODUCE) {
      waitMs = Math.max(waitMs, quotas.use(QuotaType.PRODUCE, user, clientId, requestBytes));
    }
    return waitMs;
  }
}

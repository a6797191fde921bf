package io.barnabas.server.api.fetch;

import io.barnabas.codec.Records;
import io.barnabas.codec.message.FetchResponse;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.quota.ClientQuotas;
import io.barnabas.server.quota.QuotaType;

/** How much a client may fetch. Any thread. */
final class FetchQuota {
  private final ClientQuotas quotas;

  FetchQuota(ClientQuotas quotas) {
    this.quotas = quotas;
  }

  /** No more bytes at once than the quota lets through in the time it is measured over. */
  int burst(RequestContext context) {
    return quotas.isActive()
        ? (int)
            quotas.burst(
                QuotaType.FETCH, context.connection().principal().name(), context.clientIdOrEmpty())
        : Integer.MAX_VALUE;
  }

  /**
   * The answer if the client may have it; otherwise one without records, telling it to wait: they
   * are not counted, and asked for again. What could never pass is let through, and waited for
   * after.
   */
  FetchResponse within(RequestContext context, FetchResponse response) {
    if (!quotas.isActive()) {
      return response;
    }
    String user = context.connection().principal().name();
    String clientId = context.clientIdOrEmpty();
    long bytes = bytes(response);
    int waitMs = quotas.use(QuotaType.FETCH, user, clientId, bytes);
    if (waitMs == 0) {
      return response;
    }
    if (bytes > quotas.burst(QuotaType.FETCH, user, clientId)) {
      return response.withThrottleTimeMs(waitMs);
    }
    int unused = quotas.use(QuotaType.FETCH, user, clientId, -bytes);
    response.release();
    return FetchResponse.builder().sessionId(response.sessionId()).throttleTimeMs(waitMs).build();
  }

  private static long bytes(FetchResponse response) {
    long bytes = 0;
    for (FetchResponse.FetchableTopicResponse topic : response.responses()) {
      for (FetchResponse.PartitionData partition : topic.partitions()) {
        Records records = partition.records();
        bytes += records == null ? 0 : records.sizeInBytes();
      }
    }
    return bytes;
  }
}

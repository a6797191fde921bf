package io.barnabas.server.network;

import io.barnabas.codec.Message;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.logging.JsonText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each request that was answered, while the level of its logger says so: in JSON, as Apache
 * Kafka does, and under its name. Any thread.
 */
final class RequestLog {
  private static final Logger LOG = LoggerFactory.getLogger("kafka.request.logger");
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int NAME_LENGTH_MAX = 256;

  private RequestLog() {}

  static boolean isOn() {
    return LOG.isDebugEnabled();
  }

  /**
   * Logs one.
   *
   * @param response null where the client expects none
   */
  static void completed(
      RequestContext context, Message request, @Nullable Message response, long nowNanos) {
    JsonText line = new JsonText().raw("requestHeader", header(context));
    if (LOG.isTraceEnabled()) {
      line.raw("request", MessageText.of(request));
      line.raw("response", response == null ? "null" : MessageText.of(response));
    }
    ClientConnection connection = context.connection();
    line.put("connection", connection.id())
        .raw("totalTimeMs", "" + (nowNanos - context.receivedNanos()) / NANOS_PER_MILLI)
        .put("principal", cut(connection.principal().toString()))
        .put("listener", connection.listenerName())
        .raw(
            "clientInformation",
            new JsonText()
                .put("softwareName", connection.software().name())
                .put("softwareVersion", connection.software().version())
                .toString());
    LOG.debug("Completed request:{}", line);
  }

  private static String header(RequestContext context) {
    return new JsonText()
        .raw("requestApiKey", "" + context.spec().key().id())
        .put("requestApiKeyName", context.spec().key().name())
        .raw("requestApiVersion", "" + context.version())
        .raw("correlationId", "" + context.correlationId())
        .put("clientId", cut(context.clientIdOrEmpty()))
        .toString();
  }

  private static String cut(String text) {
    return text.length() <= NAME_LENGTH_MAX ? text : text.substring(0, NAME_LENGTH_MAX);
  }
}

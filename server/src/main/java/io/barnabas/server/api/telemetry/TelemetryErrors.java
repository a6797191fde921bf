package io.barnabas.server.api.telemetry;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.server.api.ClientConnection;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.telemetry.TelemetryClient;
import io.barnabas.server.telemetry.TelemetryFault;

/** What both APIs have in common. */
final class TelemetryErrors {
  private TelemetryErrors() {}

  static ErrorCode of(TelemetryFault fault) {
    return switch (fault) {
      case NONE -> ErrorCode.NONE;
      case TOO_EARLY -> ErrorCode.THROTTLING_QUOTA_EXCEEDED;
      case UNKNOWN_SUBSCRIPTION -> ErrorCode.UNKNOWN_SUBSCRIPTION_ID;
      case UNSUPPORTED_COMPRESSION -> ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
      case TOO_LARGE -> ErrorCode.TELEMETRY_TOO_LARGE;
      case INVALID_REQUEST -> ErrorCode.INVALID_REQUEST;
      case INVALID_METRICS -> ErrorCode.INVALID_RECORD;
    };
  }

  static TelemetryClient client(RequestContext context, Uuid instanceId) {
    ClientConnection connection = context.connection();
    return new TelemetryClient(
        instanceId.toString(),
        context.clientIdOrEmpty(),
        connection.software().name(),
        connection.software().version(),
        connection.clientAddress().getAddress().getHostAddress(),
        connection.clientAddress().getPort());
  }
}

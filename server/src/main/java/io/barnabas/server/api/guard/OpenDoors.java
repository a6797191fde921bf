package io.barnabas.server.api.guard;

import io.barnabas.codec.ApiKey;

/** APIs that everybody may use, and those whose handlers look after themselves. */
final class OpenDoors {
  private OpenDoors() {}

  static void addTo(GuardBook book) {
    // Asked by whoever has not said yet who they are.
    book.open(ApiKey.API_VERSIONS);
    book.open(ApiKey.SASL_HANDSHAKE);
    book.open(ApiKey.SASL_AUTHENTICATE);
    // About the client itself, or about tokens that are its own.
    book.open(ApiKey.GET_TELEMETRY_SUBSCRIPTIONS);
    book.open(ApiKey.PUSH_TELEMETRY);
    book.open(ApiKey.CREATE_DELEGATION_TOKEN);
    book.open(ApiKey.RENEW_DELEGATION_TOKEN);
    book.open(ApiKey.EXPIRE_DELEGATION_TOKEN);
    book.open(ApiKey.DESCRIBE_DELEGATION_TOKEN);
  }
}

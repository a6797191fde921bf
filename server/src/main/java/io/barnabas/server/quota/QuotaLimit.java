package io.barnabas.server.quota;

/**
 * A limit and who shares it.
 *
 * @param value per second
 * @param user whose use counts; empty for any
 * @param clientId whose use counts; empty for any
 */
record QuotaLimit(double value, String user, String clientId) {}

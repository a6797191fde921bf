/** Metrics of clients (KIP-714). */
@NullMarked
package io.barnabas.server.api.telemetry;

import org.jspecify.annotations.NullMarked;

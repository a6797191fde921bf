/**
 * Metrics that clients push (KIP-714): who is asked for which, what is accepted from whom, and what
 * is told of it. Everything clients can make grow is bounded.
 */
@NullMarked
package io.barnabas.server.telemetry;

import org.jspecify.annotations.NullMarked;

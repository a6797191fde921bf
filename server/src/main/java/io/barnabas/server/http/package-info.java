/**
 * A small HTTP port for whoever watches the broker: metrics, health. Its own event loop, so that it
 * answers whatever the brokers' loops are doing; pages that take time are made elsewhere.
 */
@NullMarked
package io.barnabas.server.http;

import org.jspecify.annotations.NullMarked;

/**
 * Producing: from the request's batches to appends and back to what the client is told of each
 * partition. Appends take their place in each partition's order before the handler returns.
 */
@NullMarked
package io.barnabas.server.api.produce;

import org.jspecify.annotations.NullMarked;

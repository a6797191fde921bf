/**
 * Fetching: sessions (KIP-227), reading many partitions within one request's limits, and waiting
 * for data. The Fetch handler is the only caller, on the event loop of the connection; a fetch that
 * waits is completed on that loop again, and cold data is read on the reader pool.
 */
@NullMarked
package io.barnabas.server.fetch;

import org.jspecify.annotations.NullMarked;

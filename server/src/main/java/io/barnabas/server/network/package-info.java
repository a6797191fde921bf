/**
 * Sockets: listeners, frames, the order of requests and responses of a connection, and what of it
 * all may be in memory. The only place that knows Netty's channels. A connection belongs to one
 * event loop, and everything in it runs there; handlers are called there too, and may answer from
 * any thread. Used by the composition root.
 */
@NullMarked
package io.barnabas.server.network;

import org.jspecify.annotations.NullMarked;

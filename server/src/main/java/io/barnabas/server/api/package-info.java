/**
 * What a client may ask: one handler per API, listed in one registry. A handler translates,
 * authorises, delegates and maps errors; rules live in other modules. Handlers are called by the
 * network package on the event loop of the connection and must not block it; they answer through a
 * stage that any thread may complete. Error codes of the wire are named in this package only.
 */
@NullMarked
package io.barnabas.server.api;

import org.jspecify.annotations.NullMarked;

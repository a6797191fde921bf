/** Handlers by which clients prove who they are; the proof itself is in the room authentication. */
@NullMarked
package io.barnabas.server.api.sasl;

import org.jspecify.annotations.NullMarked;

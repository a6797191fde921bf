/** Handlers that look up or delete by offset, timestamp or epoch within partitions. */
@NullMarked
package io.barnabas.server.api.offset;

import org.jspecify.annotations.NullMarked;

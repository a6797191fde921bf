/** Handlers about who holds and who leads partitions. Constructed by the registry's list. */
@NullMarked
package io.barnabas.server.api.partition;

import org.jspecify.annotations.NullMarked;

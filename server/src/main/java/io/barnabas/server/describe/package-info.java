/**
 * Tells what log directories hold without starting a broker: reads, and neither writes nor locks.
 * For one thread, which blocks.
 */
@NullMarked
package io.barnabas.server.describe;

import org.jspecify.annotations.NullMarked;

/**
 * A load generator that spends little itself: requests are encoded once and sent again and again
 * over plain sockets. Each connection is driven by one thread of its own.
 */
@NullMarked
package io.barnabas.benchmarks.load;

import org.jspecify.annotations.NullMarked;

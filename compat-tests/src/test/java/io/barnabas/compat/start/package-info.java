/**
 * Starting, stopping, and what must keep a broker from starting. Every test has brokers of its own.
 */
@NullMarked
package io.barnabas.compat.start;

import org.jspecify.annotations.NullMarked;

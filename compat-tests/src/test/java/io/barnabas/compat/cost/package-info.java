/**
 * What a request costs the broker in things that can be counted on any machine: bytes of heap and
 * system calls. Time is measured in {@code benchmarks/}.
 */
@NullMarked
package io.barnabas.compat.cost;

import org.jspecify.annotations.NullMarked;

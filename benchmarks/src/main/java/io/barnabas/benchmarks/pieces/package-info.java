/**
 * The pieces of a request's way, each measured alone with JMH: header and body, CRC, append, index
 * lookup and read. Started by {@code benchmarks/pieces}.
 */
@NullMarked
package io.barnabas.benchmarks.pieces;

import org.jspecify.annotations.NullMarked;

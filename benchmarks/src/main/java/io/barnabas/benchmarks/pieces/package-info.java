/**
 * The pieces of a request's way, each measured alone with JMH: frame, header and body, CRC, append,
 * index lookup, read, fetch answer, offset commit. Started by {@code benchmarks/pieces}.
 */
@NullMarked
package io.barnabas.benchmarks.pieces;

import org.jspecify.annotations.NullMarked;

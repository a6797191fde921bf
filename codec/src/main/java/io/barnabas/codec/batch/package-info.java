/**
 * Record batches of magic 2 (KIP-98), the unit that is produced, stored, replicated and fetched.
 * Everything here works in place on the bytes of a buffer: header fields are read and edited at an
 * index, records are walked with a cursor, and nothing is materialised as a list of records. Any
 * layer may use it, on any thread; the classes with state say who owns them.
 */
@NullMarked
package io.barnabas.codec.batch;

import org.jspecify.annotations.NullMarked;

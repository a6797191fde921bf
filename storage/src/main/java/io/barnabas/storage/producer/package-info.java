/**
 * What a log remembers of the producers that write to it (KIP-98, KIP-360): their epochs, their
 * last batches to recognise retries, their open transactions. Used by the one thread that appends
 * to the log, never by two at once; only reading and writing of snapshots blocks.
 */
@NullMarked
package io.barnabas.storage.producer;

import org.jspecify.annotations.NullMarked;

/**
 * The sparse indexes of a segment: offset to file position, timestamp to offset. In memory they are
 * primitive arrays that one thread appends to while any number read; on disk they are Kafka's
 * {@code .index} and {@code .timeindex} files, not checksummed and rebuilt from the log when in
 * doubt.
 */
@NullMarked
package io.barnabas.storage.index;

import org.jspecify.annotations.NullMarked;

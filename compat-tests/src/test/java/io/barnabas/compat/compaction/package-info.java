/** Compacted topics, as clients and tools see them. */
@NullMarked
package io.barnabas.compat.compaction;

import org.jspecify.annotations.NullMarked;

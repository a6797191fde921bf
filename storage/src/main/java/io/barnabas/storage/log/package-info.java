/**
 * The segmented log of a partition and the store of all of them. The server is the caller: {@link
 * io.barnabas.storage.log.PartitionLog} may be used from any thread, event loops included where its
 * methods say so; opening and closing the {@link io.barnabas.storage.log.LogStore} blocks.
 */
@NullMarked
package io.barnabas.storage.log;

import org.jspecify.annotations.NullMarked;

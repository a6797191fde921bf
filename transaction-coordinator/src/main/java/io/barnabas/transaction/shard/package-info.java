/**
 * Transaction rules on the coordinator runtime: the shard, its operations and {@link
 * io.barnabas.transaction.shard.EventSourcedTransactionCoordinator}, which the composition root
 * makes.
 */
@NullMarked
package io.barnabas.transaction.shard;

import org.jspecify.annotations.NullMarked;

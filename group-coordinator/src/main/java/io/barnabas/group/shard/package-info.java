/**
 * Group rules on the coordinator runtime: the shard, its operations and {@link
 * io.barnabas.group.shard.EventSourcedGroupCoordinator}, which the composition root makes.
 */
@NullMarked
package io.barnabas.group.shard;

import org.jspecify.annotations.NullMarked;

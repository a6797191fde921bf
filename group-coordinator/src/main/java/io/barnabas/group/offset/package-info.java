/**
 * Committed offsets: the rules for committing, fetching, deleting and expiring them, over the view
 * of one shard. Decide only; used on the shard's executor.
 */
@NullMarked
package io.barnabas.group.offset;

import org.jspecify.annotations.NullMarked;

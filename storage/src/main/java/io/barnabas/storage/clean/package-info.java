/**
 * Compaction: keeps the newest record of each key and, for a while, the tombstones. Sees a log
 * through the small ports {@link io.barnabas.storage.clean.CleanableLog}, {@link
 * io.barnabas.storage.clean.SealedSegment} and {@link io.barnabas.storage.clean.Replacement}; runs
 * on threads of its own, never on those that appends or reads wait for.
 */
@NullMarked
package io.barnabas.storage.clean;

import org.jspecify.annotations.NullMarked;

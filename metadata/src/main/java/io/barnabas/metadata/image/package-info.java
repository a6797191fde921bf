/**
 * The immutable picture of the cluster and the deltas that lead from one picture to the next.
 * Images may be read on any thread; a {@link io.barnabas.metadata.image.MetadataDelta} belongs to
 * the thread that replays records into it until it has produced its image. Nobody outside this
 * package changes metadata, and nobody caches parts of an image beyond the event that made it
 * stale.
 */
@NullMarked
package io.barnabas.metadata.image;

import org.jspecify.annotations.NullMarked;

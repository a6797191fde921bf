/**
 * The partitions this broker holds: their role (leader, follower, offline), which only changes of
 * the metadata image set, their high watermark, and who waits for it. Request handlers and the
 * coordinators' adapters call it from any thread; {@link io.barnabas.server.partition.Partitions}
 * applies image changes on the metadata publisher's thread.
 */
@NullMarked
package io.barnabas.server.partition;

import org.jspecify.annotations.NullMarked;

/**
 * Event-sourced state machines over internal partitions. {@link
 * io.barnabas.coordinator.CoordinatorRuntime} owns one shard per partition this broker leads: an
 * operation is decided into records and replies, the records are appended through the port {@link
 * io.barnabas.coordinator.CoordinatorLog}, and the replies are released once the records are
 * committed. What the records mean is kept in an ordered key-value view ({@link
 * io.barnabas.coordinator.ViewStore}) together with the log offset it reflects. Any thread may call
 * the runtime; each shard runs its operations one after the other on the injected executor.
 */
@NullMarked
package io.barnabas.coordinator;

import org.jspecify.annotations.NullMarked;

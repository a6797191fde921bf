/**
 * Classic groups: their live state and, one class per command, the rules they live by. Rules decide
 * on a {@link io.barnabas.group.classic.ClassicGroup} and say what is to be recorded, answered and
 * timed through {@link io.barnabas.coordinator.Effects}; they do no I/O and know no wire classes.
 * Used on the executor of the group's shard only.
 */
@NullMarked
package io.barnabas.group.classic;

import org.jspecify.annotations.NullMarked;

/**
 * What the group coordinator is asked and what it answers: immutable commands, replies and the
 * {@link io.barnabas.group.message.GroupFault} enum. Free of wire classes; request handlers
 * translate between these and the messages of the protocol. Safe to share between threads.
 */
@NullMarked
package io.barnabas.group.message;

import org.jspecify.annotations.NullMarked;

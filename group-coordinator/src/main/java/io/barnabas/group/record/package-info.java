/**
 * The records of {@code __consumer_offsets} in the group coordinator's words, their bytes, and what
 * they do to the view. Pure; any thread.
 */
@NullMarked
package io.barnabas.group.record;

import org.jspecify.annotations.NullMarked;

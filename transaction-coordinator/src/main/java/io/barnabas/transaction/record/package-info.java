/**
 * The records of {@code __transaction_state} in the coordinator's words, their bytes, and what they
 * do to the view. Pure; any thread.
 */
@NullMarked
package io.barnabas.transaction.record;

import org.jspecify.annotations.NullMarked;

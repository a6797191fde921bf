/**
 * The transaction coordinator's door: {@link io.barnabas.transaction.TransactionCoordinator}, its
 * configuration, and the ports it needs. Request handlers call it from any thread.
 */
@NullMarked
package io.barnabas.transaction;

import org.jspecify.annotations.NullMarked;

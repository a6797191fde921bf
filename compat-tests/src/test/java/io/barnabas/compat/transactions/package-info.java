/**
 * Exactly once: stock transactional clients, old protocol and new, through aborts, fencing,
 * timeouts and kill -9.
 */
@NullMarked
package io.barnabas.compat.transactions;

import org.jspecify.annotations.NullMarked;

/**
 * Transactions beyond their coordinator: markers in the partitions this broker leads, and the
 * search for transactions that nobody is going to end. Any thread.
 */
@NullMarked
package io.barnabas.server.transaction;

import org.jspecify.annotations.NullMarked;

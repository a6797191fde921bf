/**
 * Client quotas (KIP-13, 124, 546, 599, 612): who may use how much, what they used, and how long
 * they are to wait. Any thread; asked for every request, so nothing is done where no quota is set.
 */
@NullMarked
package io.barnabas.server.quota;

import org.jspecify.annotations.NullMarked;

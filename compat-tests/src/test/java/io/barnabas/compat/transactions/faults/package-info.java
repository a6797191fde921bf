/**
 * Transactions through faults, and what must be true of them afterwards: seeded histories, a death
 * of the broker at every step, requests that come late. Apache Kafka is checked by the same tests.
 */
@NullMarked
package io.barnabas.compat.transactions.faults;

import org.jspecify.annotations.NullMarked;

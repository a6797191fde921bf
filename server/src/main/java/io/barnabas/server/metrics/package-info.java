/**
 * What is measured, in the words of Apache Kafka's MBeans: families, their tags, and where readings
 * go. Recording neither locks nor allocates; reading is left to whoever scrapes. Knows nothing of
 * the rest of the broker.
 */
@NullMarked
package io.barnabas.server.metrics;

import org.jspecify.annotations.NullMarked;

/**
 * Barnabas and Apache Kafka side by side: started in turn on the same machine, given the same load,
 * their own processor time and memory read from the system. One thread.
 */
@NullMarked
package io.barnabas.benchmarks.compare;

import org.jspecify.annotations.NullMarked;

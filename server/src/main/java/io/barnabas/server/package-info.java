/**
 * The composition root: {@code BrokerServer} builds one broker out of the other modules, owns every
 * clock, scheduler and random source in it, and starts and stops it in order. Several brokers may
 * live in one JVM; nothing here is static. Called by the command line and by tests, from any one
 * thread at a time.
 */
@NullMarked
package io.barnabas.server;

import org.jspecify.annotations.NullMarked;

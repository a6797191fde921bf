/**
 * A broker for tests: the server of this project, put together with a clock that the test moves and
 * a script of faults in front of its handlers. Nothing here is static and nothing outlives its
 * broker, so that tests with brokers of their own run side by side in one JVM.
 */
@NullMarked
package io.barnabas.testkit;

import org.jspecify.annotations.NullMarked;

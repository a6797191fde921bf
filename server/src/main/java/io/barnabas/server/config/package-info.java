/**
 * {@code server.properties}: where values come from (defaults, file, environment, command line),
 * what each key may hold, and the typed records the parts of the broker are built with. Used while
 * starting, by one thread; everything handed out is immutable. A value that cannot be right is a
 * {@link io.barnabas.server.config.ConfigException}.
 */
@NullMarked
package io.barnabas.server.config;

import org.jspecify.annotations.NullMarked;

/** Readings in the text format of Prometheus. */
@NullMarked
package io.barnabas.server.metrics.prometheus;

import org.jspecify.annotations.NullMarked;

/** Tests of Prometheus' text format. */
@NullMarked
package io.barnabas.server.metrics.prometheus;

import org.jspecify.annotations.NullMarked;

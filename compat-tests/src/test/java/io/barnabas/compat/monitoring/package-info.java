/** Metrics, lag and health, as whoever watches a broker reads them. */
@NullMarked
package io.barnabas.compat.monitoring;

import org.jspecify.annotations.NullMarked;

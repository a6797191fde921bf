/** A simulated world for coordinators: virtual time, a log that can fail and lose its tail, views that can fall back. */
@NullMarked
package io.barnabas.coordinator.simulation;

import org.jspecify.annotations.NullMarked;

/** Snapshots of topics, groups and offsets, taken while the broker serves. */
@NullMarked
package io.barnabas.server.snapshot;

import org.jspecify.annotations.NullMarked;

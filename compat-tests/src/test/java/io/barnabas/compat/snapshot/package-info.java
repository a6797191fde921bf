/** Snapshots taken of a broker that serves, and what becomes of them. */
@org.jspecify.annotations.NullMarked
package io.barnabas.compat.snapshot;

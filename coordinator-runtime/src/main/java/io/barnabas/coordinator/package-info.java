/** Placeholder. */
@NullMarked
package io.barnabas.coordinator;

import org.jspecify.annotations.NullMarked;

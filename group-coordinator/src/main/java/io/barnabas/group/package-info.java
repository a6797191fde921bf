/** Placeholder. */
@NullMarked
package io.barnabas.group;

import org.jspecify.annotations.NullMarked;

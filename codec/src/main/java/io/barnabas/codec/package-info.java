/** Placeholder. */
@NullMarked
package io.barnabas.codec;

import org.jspecify.annotations.NullMarked;

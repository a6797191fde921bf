/** The container image; skipped where there is no engine or no image. */
@NullMarked
package io.barnabas.compat.image;

import org.jspecify.annotations.NullMarked;

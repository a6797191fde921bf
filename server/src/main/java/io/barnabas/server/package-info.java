/** Placeholder. */
@NullMarked
package io.barnabas.server;

import org.jspecify.annotations.NullMarked;

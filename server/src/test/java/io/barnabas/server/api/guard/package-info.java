/** Tests of who is let through to what. */
@NullMarked
package io.barnabas.server.api.guard;

import org.jspecify.annotations.NullMarked;

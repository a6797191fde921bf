/** Tests of what clients push. */
@NullMarked
package io.barnabas.server.telemetry;

import org.jspecify.annotations.NullMarked;

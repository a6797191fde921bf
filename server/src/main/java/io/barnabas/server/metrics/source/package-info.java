/** What the parts of the broker tell of themselves when somebody scrapes. */
@NullMarked
package io.barnabas.server.metrics.source;

import org.jspecify.annotations.NullMarked;

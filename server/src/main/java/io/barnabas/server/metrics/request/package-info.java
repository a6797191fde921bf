/** How long requests take, and in which of their stages. Recorded by event loops, each its own. */
@NullMarked
package io.barnabas.server.metrics.request;

import org.jspecify.annotations.NullMarked;

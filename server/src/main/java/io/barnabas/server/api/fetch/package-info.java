/** The Fetch handler: translates between the wire and the fetch package. */
@NullMarked
package io.barnabas.server.api.fetch;

import org.jspecify.annotations.NullMarked;

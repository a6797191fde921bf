/** Tests of fetch sessions and of fetches that wait. */
@NullMarked
package io.barnabas.server.fetch;

import org.jspecify.annotations.NullMarked;

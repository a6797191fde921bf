/** Tests of the port for those who watch the broker. */
@NullMarked
package io.barnabas.server.http;

import org.jspecify.annotations.NullMarked;

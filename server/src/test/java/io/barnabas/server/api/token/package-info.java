/** Tests of requests for delegation tokens. */
@NullMarked
package io.barnabas.server.api.token;

import org.jspecify.annotations.NullMarked;

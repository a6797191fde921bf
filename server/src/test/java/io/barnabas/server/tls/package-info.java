/** Principals of certificates, and stores that take the place of others. */
@NullMarked
package io.barnabas.server.tls;

import org.jspecify.annotations.NullMarked;

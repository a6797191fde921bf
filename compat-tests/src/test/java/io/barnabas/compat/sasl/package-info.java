/** Clients that prove who they are by SASL, well and badly. */
@NullMarked
package io.barnabas.compat.sasl;

import org.jspecify.annotations.NullMarked;

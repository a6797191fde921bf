/** Who may do what: brokers with an authorizer, and clients that are let in or not. */
@NullMarked
package io.barnabas.compat.access;

import org.jspecify.annotations.NullMarked;

/** Tests of the package of the same name. */
@NullMarked
package io.barnabas.server.network;

import org.jspecify.annotations.NullMarked;

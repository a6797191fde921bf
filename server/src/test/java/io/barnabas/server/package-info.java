/** Tests of the package of the same name. */
@NullMarked
package io.barnabas.server;

import org.jspecify.annotations.NullMarked;

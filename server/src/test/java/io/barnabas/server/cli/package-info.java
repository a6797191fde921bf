/** Tests of the package of the same name. */
@NullMarked
package io.barnabas.server.cli;

import org.jspecify.annotations.NullMarked;

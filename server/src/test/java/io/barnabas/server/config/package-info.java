/** Tests of the package of the same name. */
@NullMarked
package io.barnabas.server.config;

import org.jspecify.annotations.NullMarked;

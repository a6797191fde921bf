/** Topic configs, each by what it does. */
@NullMarked
package io.barnabas.compat.configs;

import org.jspecify.annotations.NullMarked;

/** The stock command-line tools, each in its own process, as an operator runs them. */
@NullMarked
package io.barnabas.compat.tools;

import org.jspecify.annotations.NullMarked;

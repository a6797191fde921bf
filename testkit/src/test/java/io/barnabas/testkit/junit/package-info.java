/** The extension, used as its users do. */
@NullMarked
package io.barnabas.testkit.junit;

import org.jspecify.annotations.NullMarked;

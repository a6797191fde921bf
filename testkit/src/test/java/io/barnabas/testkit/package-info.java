/** The testkit with stock clients. */
@NullMarked
package io.barnabas.testkit;

import org.jspecify.annotations.NullMarked;

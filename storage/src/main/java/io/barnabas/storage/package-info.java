/** x. */
@NullMarked
package io.barnabas.storage;

import org.jspecify.annotations.NullMarked;

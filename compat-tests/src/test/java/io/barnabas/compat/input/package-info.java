/**
 * What no proper client sends, and settings that cannot be: refused exactly, and nobody else is
 * hurt.
 */
@NullMarked
package io.barnabas.compat.input;

import org.jspecify.annotations.NullMarked;

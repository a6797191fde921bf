/** Who gets in, and how: encrypted listeners, proofs, permissions, limits. */
@NullMarked
package io.barnabas.compat.security;

import org.jspecify.annotations.NullMarked;

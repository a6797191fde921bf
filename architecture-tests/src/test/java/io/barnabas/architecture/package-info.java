/**
 * The plan of the house, checked: which module may import which, which calls belong to adapters,
 * and that nothing mutable is static. Reads the compiled classes of all modules; runs in every
 * build.
 */
@NullMarked
package io.barnabas.architecture;

import org.jspecify.annotations.NullMarked;

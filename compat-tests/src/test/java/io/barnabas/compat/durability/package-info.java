/**
 * Kills the broker under load, damages what it had not promised, and checks that it kept what it
 * had.
 */
@NullMarked
package io.barnabas.compat.durability;

import org.jspecify.annotations.NullMarked;

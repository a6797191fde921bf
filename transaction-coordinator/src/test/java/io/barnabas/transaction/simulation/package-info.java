/** Random histories of the transaction coordinator in a simulated world. */
@NullMarked
package io.barnabas.transaction.simulation;

import org.jspecify.annotations.NullMarked;

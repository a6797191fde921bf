/** A transactional id and the transitions of its state. Immutable and pure. */
@NullMarked
package io.barnabas.transaction.state;

import org.jspecify.annotations.NullMarked;

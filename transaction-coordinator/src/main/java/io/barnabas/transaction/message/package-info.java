/** What the transaction coordinator is asked and what it answers. Immutable. */
@NullMarked
package io.barnabas.transaction.message;

import org.jspecify.annotations.NullMarked;

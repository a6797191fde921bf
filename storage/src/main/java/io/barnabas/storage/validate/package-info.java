/**
 * The rules that records must obey before a leader appends them, applied to the bytes as they came:
 * a batch is walked, never turned into a list of records. Pure and stateless, for the thread that
 * appends.
 */
@NullMarked
package io.barnabas.storage.validate;

import org.jspecify.annotations.NullMarked;

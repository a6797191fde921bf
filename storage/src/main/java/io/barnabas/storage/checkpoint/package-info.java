/**
 * Which leader epoch each stretch of a log was written under (KIP-101, KIP-279, KIP-320), and the
 * file that remembers it. The one thread that appends changes it; any thread may ask.
 */
@NullMarked
package io.barnabas.storage.checkpoint;

import org.jspecify.annotations.NullMarked;

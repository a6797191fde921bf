/**
 * The wire protocol's ground floor: primitive types, the reader and writer every generated message
 * is built on, and the faults decoding can end in. The messages themselves are generated from
 * Kafka's own specifications into the packages below this one. Everybody may call in; values are
 * immutable and free to cross threads, while a {@link io.barnabas.codec.MessageReader} or {@link
 * io.barnabas.codec.MessageWriter} belongs to the thread that made it.
 */
@NullMarked
package io.barnabas.codec;

import org.jspecify.annotations.NullMarked;

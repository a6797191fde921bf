/**
 * The proof that the codec is Apache Kafka's: every message in every version, seeded random
 * content, against the classes that kafka-clients and its siblings carry; and what happens to bytes
 * that are no messages.
 */
@NullMarked
package io.barnabas.codec.proof;

import org.jspecify.annotations.NullMarked;

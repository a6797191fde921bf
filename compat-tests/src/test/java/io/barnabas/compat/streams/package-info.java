/** Kafka Streams applications. */
@NullMarked
package io.barnabas.compat.streams;

import org.jspecify.annotations.NullMarked;

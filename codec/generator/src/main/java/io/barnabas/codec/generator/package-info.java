/**
 * Build-time generator of the codec's messages: reads the JSON specifications that Apache Kafka's
 * jars carry and writes one Java record per message. Run by the codec module's build through {@link
 * io.barnabas.codec.generator.Main}, on one thread; nothing of it is there at run time.
 */
@NullMarked
package io.barnabas.codec.generator;

import org.jspecify.annotations.NullMarked;

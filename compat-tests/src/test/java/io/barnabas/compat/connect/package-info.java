/** Kafka Connect and MirrorMaker 2, each in a process of its own. */
@NullMarked
package io.barnabas.compat.connect;

import org.jspecify.annotations.NullMarked;

/** Tests of who waits for partitions. */
@NullMarked
package io.barnabas.server.partition;

import org.jspecify.annotations.NullMarked;

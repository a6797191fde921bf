/**
 * One data directory under Apache Kafka and Barnabas in turn: what one has written the other must
 * find, and go on with.
 */
@NullMarked
package io.barnabas.compat.directory;

import org.jspecify.annotations.NullMarked;

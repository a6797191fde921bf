/**
 * The same seeded requests to Apache Kafka and to Barnabas, and their answers compared field by
 * field. What may differ is listed, with the reason, in {@code
 * src/test/resources/differential/allowed.txt}.
 */
@NullMarked
package io.barnabas.compat.differential;

import org.jspecify.annotations.NullMarked;

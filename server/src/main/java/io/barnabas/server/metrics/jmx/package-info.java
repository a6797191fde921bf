/**
 * The metrics as MBeans under Apache Kafka's names, for whoever reads those. Loaded only where
 * somebody asked for JMX.
 */
@NullMarked
package io.barnabas.server.metrics.jmx;

import org.jspecify.annotations.NullMarked;

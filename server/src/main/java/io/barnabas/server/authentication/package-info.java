/**
 * How clients prove who they are by SASL: one class for each mechanism, bytes in and a step out,
 * and {@link SaslSession}, which knows where a connection is in it. Knows neither the network nor
 * Kafka's error codes; what takes time or waits runs on an executor that is handed in.
 */
@NullMarked
package io.barnabas.server.authentication;

import org.jspecify.annotations.NullMarked;

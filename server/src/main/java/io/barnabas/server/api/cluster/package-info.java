/**
 * Handlers that tell of the cluster: versions, brokers, coordinators. Constructed by the registry's
 * list.
 */
@NullMarked
package io.barnabas.server.api.cluster;

import org.jspecify.annotations.NullMarked;

/**
 * Binds the ports of the coordinators to partitions and storage. Called by the coordinators'
 * executors and loaders, which may block where the port says so.
 */
@NullMarked
package io.barnabas.server.coordinator;

import org.jspecify.annotations.NullMarked;

/**
 * Binds the ports of the metadata and coordinator modules to storage and to partitions. Built by
 * the composition root; each class says which threads call it, as its port does.
 */
@NullMarked
package io.barnabas.server.binding;

import org.jspecify.annotations.NullMarked;

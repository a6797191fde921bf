/**
 * Makes metadata records durable and agrees on their order. {@link
 * io.barnabas.metadata.quorum.MetadataQuorum} is what the controller sees; {@link
 * io.barnabas.metadata.quorum.LocalQuorum} is its form for a single node, over the ports {@link
 * io.barnabas.metadata.quorum.MetadataLog}, {@link io.barnabas.metadata.quorum.MetadataSnapshots}
 * and {@link io.barnabas.metadata.quorum.QuorumStateFile}, which whoever wires the broker binds to
 * storage. The bytes are those of Apache Kafka's {@code __cluster_metadata} partition.
 */
@NullMarked
package io.barnabas.metadata.quorum;

import org.jspecify.annotations.NullMarked;

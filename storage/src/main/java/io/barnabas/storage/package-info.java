/**
 * Everything that touches the disk: log directories and partition logs, the file layer beneath
 * them, and the RocksDB stores of views. Knows record batches and nothing of requests; only the
 * server calls it, and binds the ports of other modules to it.
 */
@NullMarked
package io.barnabas.storage;

import org.jspecify.annotations.NullMarked;

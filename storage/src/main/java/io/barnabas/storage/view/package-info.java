/**
 * Ordered key-value stores over RocksDB, for views that are materialised from a log partition and
 * can be made again from it at any time. That is why there is no write-ahead log here. The only
 * package that knows RocksDB. Safe for many threads; calls may block on the disk.
 */
@NullMarked
package io.barnabas.storage.view;

import org.jspecify.annotations.NullMarked;
